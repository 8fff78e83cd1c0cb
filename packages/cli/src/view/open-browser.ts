/** Opens an address in the browser. Where there is none, the address has been printed. */
export async function openBrowser(url: string): Promise<void> {
  const { default: open } = await import('open');
  try {
    const browser = await open(url);
    browser.once('error', () => {});
    browser.unref();
  } catch {
    // Nothing is missing that the page needs.
  }
}
