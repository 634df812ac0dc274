/** Puts text on the clipboard; false where the browser does not allow it (a page that is neither https nor localhost). */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
