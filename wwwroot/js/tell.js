const modal = document.getElementById('components-reconnect-modal');

/** Whether the page's circuit can be told anything: what is sent while it is down is an error that only the console gets. */
export const isConnected = () => !/components-reconnect-(show|failed|rejected)/.test(modal?.className ?? '');

/**
 * Tells the page's circuit what happened or what somebody did, which may be while the page is being left or the host is not there: then
 * nobody is there to be told.
 */
export async function tell(dotnet, method, ...what) {
  if (!isConnected()) return undefined;
  try {
    return await dotnet.invokeMethodAsync(method, ...what);
  } catch (error) {
    if (!/circuit|connection|disposed|disconnected/i.test(error.message)) throw error;
    return undefined;
  }
}
