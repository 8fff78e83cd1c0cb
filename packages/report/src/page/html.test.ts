import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parsePage } from '../../test/parse-page.ts';
import { fileAddress, html } from './html.ts';

/** What a browser makes of line ends, and what stands for characters that HTML doesn't allow. */
function asShown(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is replaced.
      .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/g, '\ufffd')
  );
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    '</style><b>',
    '&lt;b&gt;',
    '<!--',
    ']]>',
    '\u0000<b',
  ),
);

it('takes everything that is put in as text, in elements and in attributes', () => {
  fc.assert(
    fc.property(hostile, hostile, (text, attribute) => {
      const page = html`<!DOCTYPE html><html><head><title>x</title></head><body><p title="${attribute}">_${text}</p></body></html>`;
      const { elements, errors } = parsePage(page.text);
      expect(elements.map(({ name }) => name)).toEqual(['html', 'head', 'title', 'body', 'p']);
      const paragraph = elements.at(-1)!;
      expect([...paragraph.attributes.keys()]).toEqual(['title']);
      expect(paragraph.attributes.get('title')).toBe(asShown(attribute));
      expect(paragraph.text).toBe(`_${asShown(text)}`);
      expect(errors.filter(error => error !== 'noncharacter-in-input-stream')).toEqual([]);
    }),
  );
});

it('keeps markup as it is, joins lists, and leaves out what there is not', () => {
  expect(html`<ul>${[1, 2].map(i => html`<li>${i}</li>`)}</ul>${null}${false}`.text).toBe(
    '<ul><li>1</li><li>2</li></ul>',
  );
});

it('addresses a file in the same folder, whatever it is called', () => {
  fc.assert(
    fc.property(
      hostile.filter(name => !/^[.]{0,2}$/.test(name)),
      name => {
        const address = new URL(fileAddress(name), 'file:///folder/report.html');
        expect(address.search + address.hash).toBe('');
        expect(decodeURIComponent(address.pathname)).toBe(`/folder/${name.toWellFormed()}`);
      },
    ),
  );
});
