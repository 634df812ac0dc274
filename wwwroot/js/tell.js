/** Tells the page's circuit what happened by itself, which may be while the page is being left: then nobody is there to be told. */
export async function tell(dotnet, method, ...what) {
  try {
    return await dotnet.invokeMethodAsync(method, ...what);
  } catch (error) {
    if (!/circuit|disposed|disconnected/i.test(error.message)) throw error;
    return undefined;
  }
}
