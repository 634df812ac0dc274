namespace ShmDashboard.SharedMemory.Processes;

/// <summary>
/// How many processes into which we may not look could have an object open, by its owner and mode: all others need not be
/// read to know that they have not (path_resolution(7): root may open everything, others what the mode lets them).
/// </summary>
/// <param name="Privileged">Root's, and such of the owner's as are kept from being looked into.</param>
/// <param name="Others">Other users', whom the mode lets in.</param>
public readonly record struct UnseenUsers(int Privileged, int Others)
{
    /// <summary>Nobody unseen can have it.</summary>
    public bool IsEmpty => Privileged == 0 && Others == 0;

    /// <summary>
    /// Whether we cannot say who has it: it is another user's, and one who is unseen may open it, be it its owner or root. What is
    /// ours is told all the same: root is always unseen to a user, and seldom takes part in what is the user's.
    /// </summary>
    /// <param name="ownerUid">Whose it is.</param>
    /// <param name="ourUid">Who we are.</param>
    public bool MayHideFrom(uint ownerUid, uint ourUid) => !IsEmpty && ownerUid != ourUid;

    /// <summary>The same where nothing but the holder's mapping would tell of him: of our own, too, if other users may open it.</summary>
    /// <param name="ownerUid">Whose it is.</param>
    /// <param name="ourUid">Who we are.</param>
    public bool MayHideHolderFrom(uint ownerUid, uint ourUid) => Others > 0 || MayHideFrom(ownerUid, ourUid);

    /// <summary>All of them.</summary>
    public int Count => Privileged + Others;
}
