const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
// All that XML 1.0 has no way of writing.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be in XML.
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Any text as the content of an XML 1.0 element or attribute; what XML can't hold becomes U+FFFD. */
export function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(unwritable, '\ufffd')
    .replace(/[&<>"]/g, character => entities[character]!)
    .replaceAll('\r', '&#13;');
}
