/** As many bytes of a file as have to be seen to tell whether it is a web page. */
export const pageHeadBytes = 256;

/** Whether a reply calls itself a web page. */
export function isPageType(contentType: string | null): boolean {
  return /^\s*(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/i.test(contentType ?? '');
}

/** Whether a file begins as a web page does, behind white space and a byte order mark. */
export function looksLikePage(head: Uint8Array): boolean {
  return /^(?:\u00ef\u00bb\u00bf)?\s*<(?:!doctype\s+html|html)[\s>]/i.test(
    Buffer.from(head).toString('latin1'),
  );
}
