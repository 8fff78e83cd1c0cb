import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exampleInput } from '../../test/example-input.ts';
import { type PageElement, parsePage } from '../../test/parse-page.ts';
import { isOwnReport, renderReport } from './render-report.ts';

const picture = { width: 2, height: 1, address: 'data:image/webp;base64,UklGRg==' };

function classed(elements: readonly PageElement[], name: string): readonly PageElement[] {
  return elements.filter(({ attributes }) => attributes.get('class')?.split(' ').includes(name));
}

it('is one well-formed page that refers to nothing but files beside it, and forbids the rest', () => {
  const input = exampleInput({ failed: [70], rejected: [['black', 0, 10]] });
  const page = renderReport({ ...input, thumbnails: new Map([[20, picture]]) });
  const { elements, errors } = parsePage(page);
  expect(errors).toEqual([]);
  const links = elements.flatMap(({ attributes }) =>
    ['src', 'href', 'xlink:href', 'action', 'poster', 'srcset', 'data'].flatMap(
      name => attributes.get(name) ?? [],
    ),
  );
  expect(links.length).toBeGreaterThan(5);
  for (const link of links) expect(link).toMatch(/^(#|\.\/|data:image\/webp;base64,)/);
  const names = new Set(elements.map(({ name }) => name));
  for (const name of ['script', 'link', 'iframe', 'object', 'embed', 'base'])
    expect(names).not.toContain(name);
  const policy = elements.find(
    ({ attributes }) => attributes.get('http-equiv') === 'Content-Security-Policy',
  );
  expect(policy!.attributes.get('content')).toMatch(/^default-src 'none'; img-src data:; style-src 'sha256-/);
  expect(page).not.toMatch(/url\(|@import/);
  expect(elements.some(({ attributes }) => attributes.has('style'))).toBe(false);
});

it('shows each pick with its picture, place on the curve, scores and reason', () => {
  const input = exampleInput();
  const { elements } = parsePage(renderReport({ ...input, thumbnails: new Map([[20, picture]]) }));
  const cards = classed(elements, 'pick');
  expect(cards.map(({ attributes }) => attributes.get('id'))).toEqual(['pick-1', 'pick-2', 'pick-3']);
  expect(cards[0]!.text).toMatch(/1\s+0:00\.800\s+frame 20\s+niqe\/framesieve2\.73\s+It is good\.\s+top/);
  const images = elements.filter(({ name }) => name === 'img');
  expect(images).toHaveLength(1);
  expect(images[0]!.attributes.get('alt')).toBe('Frame 20 of clip.mp4, at 0:00.800');
  const links = elements.map(({ attributes }) => attributes.get('href'));
  expect(links).toEqual(
    expect.arrayContaining(['#pick-1', '#pick-2', '#pick-3', './clip_f20.png', '#mark-3']),
  );
  const ids = elements.flatMap(({ attributes }) => attributes.get('id') ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  for (const link of links) if (link?.startsWith('#')) expect(ids).toContain(link.slice(1));
});

it('says what could not be exported and why, and what was rejected', () => {
  const page = renderReport(
    exampleInput({
      failed: [70],
      rejected: [
        ['black', 0, 10],
        ['gap', 40, 44],
      ],
    }),
  );
  const { elements } = parsePage(page);
  const failures = elements.find(({ attributes }) => attributes.get('id') === 'not-exported')!;
  expect(failures.text).toContain('Another frame came.Look at it.');
  const counts = elements.find(({ attributes }) => attributes.get('id') === 'counts')!;
  expect(counts.text).toMatch(/black · next to no light\s*10/);
  expect(counts.text).toMatch(/gap · too close in time to a better one\s*4/);
  expect(counts.text).toMatch(/others · there were better ones\s*83/);
  const shades = classed(elements, 'shade');
  expect(shades.map(({ attributes }) => attributes.get('class'))).toEqual(['shade black']);
  expect(shades[0]!.text).toContain('0:00.0 to 0:01.0: black');
});

it('has a page too for a video of which nothing was picked or could be scored', () => {
  const input = exampleInput({ frames: 0, picks: [] });
  const { elements, errors } = parsePage(renderReport(input));
  expect(errors).toEqual([]);
  expect(elements.some(({ text }) => text === 'No frame was picked.')).toBe(true);
  expect(elements.some(({ text }) => text.startsWith('No frame has a score of'))).toBe(true);
});

it('takes names, reasons, messages and settings as text', () => {
  const shape = (text: string) => {
    const { elements, errors } = parsePage(renderReport(exampleInput({ text, failed: [70] })));
    expect(errors.filter(error => error !== 'noncharacter-in-input-stream')).toEqual([]);
    return elements.map(({ name, attributes }) => `${name} ${[...attributes.keys()]}`);
  };
  const expected = shape('x');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.constantFrom('</title><script>x</script>', '"><svg onload=x>', '--><b>', '</style>', "';x='"),
      ),
      text => {
        // As a key in an object literal it would be no key.
        fc.pre(text !== '__proto__');
        expect(shape(text)).toEqual(expected);
      },
    ),
    { numRuns: 30 },
  );
});

it('does not grow with the number of frames', () => {
  const page = renderReport(exampleInput({ frames: 200_000, rejected: [['blurred', 500, 90_000]] }));
  expect(page.length).toBeLessThan(200_000);
  expect(page).toContain('class="band"');
});

it('does not grow with the number of picks either, and says how many there are', () => {
  const picks = Array.from({ length: 5000 }, (_, i) => 3 * i);
  const { elements } = parsePage(renderReport(exampleInput({ frames: 20_000, picks })));
  expect(classed(elements, 'pick')).toHaveLength(2000);
  expect(classed(elements, 'mark')).toHaveLength(2000);
  expect(elements.some(({ text }) => text.endsWith('Shown are the best 2000 of 5\u202f000.'))).toBe(true);
});

it('knows its own pages, and no others', () => {
  const page = Buffer.from(renderReport(exampleInput({ text: '<b>' })));
  expect(isOwnReport(page)).toBe(true);
  expect(isOwnReport(page.subarray(0, 4096))).toBe(true);
  expect(isOwnReport(Buffer.from('<!DOCTYPE html><title>mine</title>'))).toBe(false);
  expect(isOwnReport(new Uint8Array())).toBe(false);
  const quoting = page.toString().replaceAll('<meta name="framesieve', '&lt;meta name="framesieve');
  expect(isOwnReport(Buffer.from(quoting))).toBe(false);
});
