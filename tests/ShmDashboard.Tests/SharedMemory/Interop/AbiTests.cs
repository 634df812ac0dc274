using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;

namespace ShmDashboard.Tests.SharedMemory.Interop;

/// <summary>Every struct and number we declare, against the C headers of this machine.</summary>
[Trait("Category", "Abi")]
public sealed class AbiTests
{
    [Fact]
    public void Layouts_MatchTheHeaders()
    {
        var c = new StringBuilder("""
            #define _GNU_SOURCE
            #include <stddef.h>
            #include <fcntl.h>
            #include <errno.h>
            #include <pthread.h>
            #include <time.h>
            #include <sys/ipc.h>
            #include <sys/shm.h>
            #include <sys/sem.h>
            #include <sys/uio.h>
            #include <sys/stat.h>
            #include <sys/mman.h>
            #include <linux/fs.h>
            #define SAME(a, b) _Static_assert((a) == (b), #a " is " #b)

            """);

        // What is read at fixed offsets of glibc's locks: ProcessMutex, ReadWriteLock.
        Assertion("sizeof(pthread_mutex_t)", ProcessMutex.SizeBytes.ToString(CultureInfo.InvariantCulture));
        Assertion("sizeof(pthread_rwlock_t)", ReadWriteLock.WholeBytes.ToString(CultureInfo.InvariantCulture));
        foreach ((string field, int offset) in (ReadOnlySpan<(string, int)>)
            [("__readers", 0), ("__writers", 4), ("__wrphase_futex", 8), ("__writers_futex", 12), ("__pad3", 16), ("__cur_writer", 24), ("__shared", 28)])
        {
            Assertion($"offsetof(pthread_rwlock_t, __data.{field})", offset.ToString(CultureInfo.InvariantCulture));
        }

        Size<IpcPerm>("struct ipc_perm");
        At<IpcPerm>("struct ipc_perm", (nameof(IpcPerm.Key), "__key"), (nameof(IpcPerm.Uid), "uid"),
            (nameof(IpcPerm.Gid), "gid"), (nameof(IpcPerm.CreatorUid), "cuid"), (nameof(IpcPerm.CreatorGid), "cgid"),
            (nameof(IpcPerm.Mode), "mode"));
        Size<ShmIdDs>("struct shmid_ds");
        At<ShmIdDs>("struct shmid_ds", (nameof(ShmIdDs.Permission), "shm_perm"), (nameof(ShmIdDs.SegmentSize), "shm_segsz"),
            (nameof(ShmIdDs.AttachTime), "shm_atime"), (nameof(ShmIdDs.DetachTime), "shm_dtime"),
            (nameof(ShmIdDs.ChangeTime), "shm_ctime"), (nameof(ShmIdDs.CreatorPid), "shm_cpid"),
            (nameof(ShmIdDs.LastPid), "shm_lpid"), (nameof(ShmIdDs.AttachCount), "shm_nattch"));
        Assertion($"sizeof(struct semid_ds) <= {Unsafe.SizeOf<SemIdDs>()}", "1");
        At<SemIdDs>("struct semid_ds", (nameof(SemIdDs.Permission), "sem_perm"), (nameof(SemIdDs.OperationTime), "sem_otime"));
        Size<SemBuf>("struct sembuf");
        At<SemBuf>("struct sembuf", (nameof(SemBuf.Index), "sem_num"), (nameof(SemBuf.Operation), "sem_op"),
            (nameof(SemBuf.Flags), "sem_flg"));
        Size<TimeSpec>("struct timespec");
        At<TimeSpec>("struct timespec", (nameof(TimeSpec.Seconds), "tv_sec"), (nameof(TimeSpec.Nanoseconds), "tv_nsec"));
        Size<IoVec>("struct iovec");
        At<IoVec>("struct iovec", (nameof(IoVec.Base), "iov_base"), (nameof(IoVec.Length), "iov_len"));
        Size<StatxBuffer>("struct statx");
        At<StatxBuffer>("struct statx", (nameof(StatxBuffer.Mask), "stx_mask"), (nameof(StatxBuffer.Uid), "stx_uid"),
            (nameof(StatxBuffer.Mode), "stx_mode"), (nameof(StatxBuffer.Inode), "stx_ino"),
            (nameof(StatxBuffer.Size), "stx_size"), (nameof(StatxBuffer.Blocks), "stx_blocks"),
            (nameof(StatxBuffer.BirthSeconds), "stx_btime.tv_sec"), (nameof(StatxBuffer.BirthNanoseconds), "stx_btime.tv_nsec"),
            (nameof(StatxBuffer.ChangeSeconds), "stx_ctime.tv_sec"), (nameof(StatxBuffer.ChangeNanoseconds), "stx_ctime.tv_nsec"),
            (nameof(StatxBuffer.ModifySeconds), "stx_mtime.tv_sec"), (nameof(StatxBuffer.ModifyNanoseconds), "stx_mtime.tv_nsec"),
            (nameof(StatxBuffer.DeviceMajor), "stx_dev_major"), (nameof(StatxBuffer.DeviceMinor), "stx_dev_minor"));

        foreach ((string name, long value) in Numbers())
            Assertion(name, value.ToString(CultureInfo.InvariantCulture));

        // Younger than many a distribution's headers: checked where it is known.
        c.AppendLine("#ifdef PROCMAP_QUERY");
        Size<ProcMapQuery>("struct procmap_query");
        At<ProcMapQuery>("struct procmap_query", (nameof(ProcMapQuery.Address), "query_addr"), (nameof(ProcMapQuery.Start), "vma_start"),
            (nameof(ProcMapQuery.VmaFlags), "vma_flags"), (nameof(ProcMapQuery.Offset), "vma_offset"),
            (nameof(ProcMapQuery.Inode), "inode"), (nameof(ProcMapQuery.DeviceMajor), "dev_major"),
            (nameof(ProcMapQuery.NameSize), "vma_name_size"), (nameof(ProcMapQuery.NameAddress), "vma_name_addr"));
        Assertion("PROCMAP_QUERY", ProcMapQuery.PROCMAP_QUERY.ToString(CultureInfo.InvariantCulture) + "u");
        c.AppendLine("#endif");

        Compile(c.ToString());

        void Assertion(string left, string right) => c.AppendLine(CultureInfo.InvariantCulture, $"SAME({left}, {right});");
        void Size<T>(string type) => Assertion($"sizeof({type})", Unsafe.SizeOf<T>().ToString(CultureInfo.InvariantCulture));
        void At<T>(string type, params (string Ours, string Theirs)[] fields)
        {
            foreach ((string ours, string theirs) in fields)
                Assertion($"offsetof({type}, {theirs})", Marshal.OffsetOf<T>(ours).ToString(CultureInfo.InvariantCulture));
        }
    }

    private static IEnumerable<(string, long)> Numbers() =>
    [
        ("IPC_RMID", LibC.IPC_RMID), ("IPC_STAT", LibC.IPC_STAT), ("IPC_CREAT", LibC.IPC_CREAT), ("IPC_EXCL", LibC.IPC_EXCL),
        ("IPC_NOWAIT", LibC.IPC_NOWAIT), ("SHM_RDONLY", LibC.SHM_RDONLY), ("SHM_DEST", LibC.SHM_DEST),
        ("GETPID", LibC.GETPID), ("GETVAL", LibC.GETVAL), ("GETNCNT", LibC.GETNCNT), ("SETVAL", LibC.SETVAL),
        ("SEM_UNDO", LibC.SEM_UNDO), ("O_RDONLY", LibC.O_RDONLY), ("O_RDWR", LibC.O_RDWR), ("O_CREAT", LibC.O_CREAT),
        ("O_EXCL", LibC.O_EXCL), ("O_NONBLOCK", LibC.O_NONBLOCK), ("O_CLOEXEC", LibC.O_CLOEXEC), ("O_NOFOLLOW", LibC.O_NOFOLLOW),
        ("AT_FDCWD", LibC.AT_FDCWD), ("AT_SYMLINK_NOFOLLOW", LibC.AT_SYMLINK_NOFOLLOW), ("AT_EMPTY_PATH", LibC.AT_EMPTY_PATH),
        ("STATX_BASIC_STATS", LibC.STATX_BASIC_STATS), ("STATX_BTIME", LibC.STATX_BTIME), ("MFD_CLOEXEC", LibC.MFD_CLOEXEC),
        ("MFD_HUGETLB", LibC.MFD_HUGETLB), ("EPERM", Errno.EPERM), ("ENOENT", Errno.ENOENT), ("ESRCH", Errno.ESRCH),
        ("EINTR", Errno.EINTR), ("EIO", Errno.EIO), ("ENXIO", Errno.ENXIO), ("E2BIG", Errno.E2BIG), ("EBADF", Errno.EBADF),
        ("EAGAIN", Errno.EAGAIN), ("ENOMEM", Errno.ENOMEM), ("EACCES", Errno.EACCES), ("EFAULT", Errno.EFAULT),
        ("EEXIST", Errno.EEXIST), ("ENOTDIR", Errno.ENOTDIR), ("EISDIR", Errno.EISDIR), ("EINVAL", Errno.EINVAL),
        ("ENFILE", Errno.ENFILE), ("EMFILE", Errno.EMFILE), ("ENOTTY", Errno.ENOTTY), ("EFBIG", Errno.EFBIG),
        ("ENOSPC", Errno.ENOSPC), ("EROFS", Errno.EROFS), ("ERANGE", Errno.ERANGE), ("ENAMETOOLONG", Errno.ENAMETOOLONG),
        ("ENOSYS", Errno.ENOSYS), ("ELOOP", Errno.ELOOP), ("EIDRM", Errno.EIDRM),
    ];

    private static void Compile(string source)
    {
        string? compiler = new[] { "/usr/bin/cc", "/usr/bin/gcc", "/usr/bin/clang" }.FirstOrDefault(File.Exists);
        if (compiler is null)
        {
            Assert.SkipUnless(
                string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase),
                "no C compiler");
            Assert.Fail("CI has no C compiler: the struct layouts are unchecked");
        }

        var start = new ProcessStartInfo(compiler!) { RedirectStandardInput = true, RedirectStandardError = true };
        foreach (string argument in (ReadOnlySpan<string>)["-std=c11", "-fsyntax-only", "-x", "c", "-"])
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        process.StandardInput.Write(source);
        process.StandardInput.Close();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }
}
