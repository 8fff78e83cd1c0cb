import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeFrame, planStill } from '../test/make-input.ts';
import { checkTemplate, defaultTemplate, parseTemplate, templateFields } from './file-name.ts';
import { legalName, legalStem, nameKey, whyIllegal } from './legal-name.ts';

const planned = planStill(makeFrame({ ordinal: 308, ptsTicks: 158_016 }), 3, 12.345);
const subject = {
  sourcePath: '/videos/holiday.mp4',
  planned,
  metric: 'brisque/opencv',
  format: 'png' as const,
};
const nameOf = (template: string, changes: Partial<typeof subject> = {}) =>
  parseTemplate(template)({ ...subject, ...changes });

describe('names of stills', () => {
  it('has every field', () => {
    expect(nameOf(defaultTemplate)).toBe('holiday_f000308_t00012.345_r03_s12.35.png');
    expect(nameOf('{metric} {tier} {pts} {width}x{height}.{ext}')).toBe(
      'brisque-opencv top 158016 40x30.png',
    );
    expect(nameOf('{frame}.jpeg', { format: 'jpg' as 'png' })).toBe('000308.jpeg');
  });

  it('says na where there is no score', () => {
    expect(nameOf('{score}.{ext}', { planned: { ...planned, scores: { 'brisque/opencv': null } } })).toBe(
      'na.png',
    );
    expect(nameOf('{score}.{ext}', { planned: { ...planned, scores: {} } })).toBe('na.png');
    expect(nameOf('{score}.{ext}', { planned: { ...planned, scores: { 'brisque/opencv': -0.001 } } })).toBe(
      '0.00.png',
    );
  });

  it('keeps a stem as it is, but for what is not legal everywhere', () => {
    expect(nameOf('{stem}.{ext}', { sourcePath: '/v/Überfahrt 東京 🎥.mov' })).toBe('Überfahrt 東京 🎥.png');
    expect(nameOf('{stem}.{ext}', { sourcePath: '/v/a:b?"c".mp4' })).toBe('a_b__c_.png');
    expect(nameOf('{stem}.{ext}', { sourcePath: '/v/CON.mp4' })).toBe('_CON.png');
    expect(nameOf('{stem}.{ext}', { sourcePath: '/v/aux.part.mp4' })).toBe('_aux.part.png');
  });

  it('cuts a stem that is too long, at a whole character', () => {
    const name = nameOf('{stem}_{frame}.{ext}', { sourcePath: `/v/${'é👩‍🚀'.repeat(40)}.mp4` });
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
    expect(Buffer.byteLength(name)).toBeGreaterThan(235);
    expect(name).toMatch(/^(?:é👩‍🚀)+é?_000308\.png$/u);
  });

  it.each([
    ['{stam}.{ext}', '{stam}'],
    ['{toString}.{ext}', '{toString}'],
    ['{stem.{ext}', '{stem.'],
    ['}{ext}', '}'],
  ])('refuses %s and lists the fields', (template, shown) => {
    expect(() => nameOf(template)).toThrowError(
      expect.objectContaining({
        code: 'usage',
        message: expect.stringContaining(shown),
        hint: expect.stringContaining('{stem}, {frame}, {time}'),
      }),
    );
  });

  it.each([
    'a/{stem}.{ext}',
    'a\\b.{ext}',
    'nul.{ext}',
    'com1.x.{ext}',
    '{stem}:.{ext}',
    '{stem}',
    '{stem}.json',
    '',
  ])('refuses %j, which names no legal still', template => {
    expect(() => nameOf(template)).toThrowError(expect.objectContaining({ code: 'usage' }));
  });

  it('refuses a name that stays too long', () => {
    expect(() => nameOf(`${'x'.repeat(300)}{stem}.{ext}`)).toThrowError(/longer than 255 bytes/);
  });

  it('gives a legal name, or refuses, for any stem and template', () => {
    const parts = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(...templateFields.map(name => `{${name}}`)),
    );
    fc.assert(
      fc.property(fc.array(parts), fc.string({ unit: 'binary' }), (texts, stem) => {
        const template = `${texts.join('')}.{ext}`;
        let name: string;
        try {
          name = nameOf(template, { sourcePath: `/v/${stem}.mp4` });
        } catch (error) {
          expect(error).toMatchObject({ code: 'usage' });
          return;
        }
        expect(whyIllegal(name)).toBeNull();
        expect(name.endsWith('.png')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('never refuses the default template, whatever the video is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }), stem => {
        expect(whyIllegal(nameOf(defaultTemplate, { sourcePath: `${stem}.mp4` }))).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it('sorts by time and by frame', () => {
    fc.assert(
      fc.property(fc.nat(99_999_999), fc.nat(99_999_999), (a, b) => {
        const at = (milliseconds: number) => {
          const frame = { ...planned.frame, timeSeconds: milliseconds / 1000 };
          return nameOf('{time}.{ext}', { planned: { ...planned, frame } });
        };
        expect(Math.sign(Number(at(a) > at(b)) - Number(at(a) < at(b)))).toBe(Math.sign(a - b));
      }),
    );
  });

  it('makes stems legal once and for all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), stem => {
        expect(legalStem(legalStem(stem))).toBe(legalStem(stem));
      }),
    );
  });

  it('takes names for the same where some system does', () => {
    expect(nameKey('Caf\u00e9.PNG')).toBe(nameKey('cafe\u0301.png'));
  });
});

describe('checking a template without a frame', () => {
  it('passes what works, and refuses what no frame could make a name of', () => {
    for (const template of [defaultTemplate, '{frame}.png', 'still.PNG', '{score}-{ext}.{ext}'])
      expect(() => checkTemplate(template, 'png')).not.toThrow();
    for (const template of ['{frame}', '{frame}.jpg', 'a/{frame}.{ext}', '{nope}.{ext}', '{frame.{ext}', ''])
      expect(() => checkTemplate(template, 'png')).toThrow(/template/);
  });
});

it('makes a legal name of any stem, with its ending whole', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), stem => {
      const name = legalName(stem, '-0a1b2c');
      expect(whyIllegal(name)).toBe(null);
      expect(name.endsWith('-0a1b2c')).toBe(true);
    }),
  );
});
