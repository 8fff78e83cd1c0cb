import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeFrame, makeSource, planStill } from '../test/make-input.ts';
import { checkTemplate, defaultTemplate, parseTemplate, templateFields } from './file-name.ts';
import { legalName, legalStem, nameKey, whyIllegal } from './legal-name.ts';
import type { NameSubject } from './name-fields.ts';

const planned = planStill(makeFrame({ ordinal: 308, ptsTicks: 158_016 }), 3, 12.345);
const source = makeSource({
  path: '/videos/holiday.mp4',
  recording: { createdAt: '2024-05-06T23:59:50.500+02:00', position: null },
});
const subject: NameSubject = { source, planned, settings: { format: 'png' } };
const nameOf = (template: string, changes: Partial<NameSubject> = {}) =>
  parseTemplate(template)({ ...subject, ...changes });
const ofVideo = (path: string) => ({ source: { ...source, path } });
const scored = (scores: Record<string, number | null>) => ({ planned: { ...planned, scores } });

describe('names of stills', () => {
  it('has every field', () => {
    expect(nameOf(defaultTemplate)).toBe('holiday_f000308_t00012.345_r03_s12.35.png');
    expect(nameOf('{metric} {tier} {pts} {width}x{height}.{ext}')).toBe(
      'brisque-opencv top 158016 40x30.png',
    );
    expect(nameOf('{frame}.jpeg', { settings: { format: 'jpg' } })).toBe('000308.jpeg');
    expect(nameOf('{timecode} {date} {clock} {ptsSource} {fingerprint}.{ext}')).toMatch(
      /^00h00m12\.345s 2024-05-07 00-00-02 container [0-9a-f]{16}\.png$/,
    );
    expect(nameOf('{id} {container} {stream} {codec} {pixelFormat} {pixelPipeline}.{ext}')).toBe(
      'ababab mov-mp4 0 h264 yuv420p none.png',
    );
    const settings = { format: 'webp', quality: 80, maxSize: 640 } as const;
    expect(nameOf('{decoder} {decoderVersion} {toolVersion} {format}.png')).toBe('libav 8.1.1 0.1.0 png.png');
    expect(nameOf('{quality} {maxSize}.{ext}', { settings })).toBe('80 640.webp');
    expect(nameOf('{quality} {maxSize}.{ext}')).toBe('lossless na.png');
  });

  it('says na where there is no score', () => {
    expect(nameOf('{score}.{ext}', scored({ 'brisque/opencv': null }))).toBe('na.png');
    expect(nameOf('{score}.{ext}', scored({}))).toBe('na.png');
    expect(nameOf('{score}.{ext}', scored({ 'brisque/opencv': -0.001 }))).toBe('0.00.png');
  });

  it('says na where the moment is not known', () => {
    expect(nameOf('{date} {clock}.{ext}', { source: makeSource() })).toBe('na na.png');
  });

  it('has the score by a metric of choice, and refuses one that did not score', () => {
    const two = { ...source, metrics: [...source.metrics, { ...source.metrics[0]!, id: 'niqe/framesieve' }] };
    const changes = { source: two, ...scored({ 'brisque/opencv': 1, 'niqe/framesieve': 4.321 }) };
    expect(nameOf('{score}_{score:niqe/framesieve}.{ext}', changes)).toBe('1.00_4.32.png');
    expect(() => nameOf('{score:musiq/koniq}.{ext}', changes)).toThrowError(
      expect.objectContaining({
        code: 'usage',
        message: expect.stringContaining('musiq/koniq'),
        hint: 'There are scores by brisque/opencv, niqe/framesieve.',
      }),
    );
    expect(() => nameOf('{score:}.{ext}')).toThrowError(/\{score:\}/);
  });

  it('has a time of day that goes beyond a day, and before the start', () => {
    const at = (timeSeconds: number) =>
      nameOf('{timecode}.{ext}', { planned: { ...planned, frame: { ...planned.frame, timeSeconds } } });
    expect(at(3723.4565)).toBe('01h02m03.457s.png');
    expect(at(59.9999)).toBe('00h01m00.000s.png');
    expect(at(360_000)).toBe('100h00m00.000s.png');
    expect(at(-1.5)).toBe('-00h00m01.500s.png');
  });

  it('keeps a stem as it is, but for what is not legal everywhere', () => {
    expect(nameOf('{stem}.{ext}', ofVideo('/v/Überfahrt 東京 🎥.mov'))).toBe('Überfahrt 東京 🎥.png');
    expect(nameOf('{stem}.{ext}', ofVideo('/v/a:b?"c".mp4'))).toBe('a_b__c_.png');
    expect(nameOf('{stem}.{ext}', ofVideo('/v/CON.mp4'))).toBe('_CON.png');
    expect(nameOf('{stem}.{ext}', ofVideo('/v/aux.part.mp4'))).toBe('_aux.part.png');
  });

  it('cuts a stem that is too long, at a whole character', () => {
    const name = nameOf('{stem}_{frame}.{ext}', ofVideo(`/v/${'é👩‍🚀'.repeat(40)}.mp4`));
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
    const names = [...templateFields, 'score:any metric/at:all'];
    const parts = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(...names.map(name => `{${name}}`)),
    );
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.array(parts), text, text, fc.double(), (texts, stem, word, score) => {
        const template = `${texts.join('')}.{ext}`;
        const id = 'any metric/at:all';
        const { decode, metrics, identity } = source;
        // Whatever a container, a plugin or a caller may call things.
        const odd: NameSubject = {
          source: {
            ...source,
            path: `/v/${stem}.mp4`,
            identity: { ...identity, sha256: word },
            metrics: [{ ...metrics[0]!, id }],
            decode: {
              ...decode,
              container: word,
              pixelPipeline: word,
              decoder: { id: word, version: word },
              stream: { ...decode.stream, codec: word, pixelFormat: word },
            },
            settings: { toolVersion: word },
          },
          settings: { format: 'png' },
          planned: {
            ...planned,
            scores: { [id]: score },
            frame: { ...planned.frame, timeSeconds: score, ptsTicks: score },
          },
        };
        let name: string;
        try {
          name = parseTemplate(template)(odd);
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
        expect(whyIllegal(nameOf(defaultTemplate, ofVideo(`${stem}.mp4`)))).toBeNull();
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
    expect(nameKey('ΟΔΟΣ.png')).toBe(nameKey('οδος.png'));
    expect(nameKey('a1.png')).not.toBe(nameKey('a2.png'));
  });
});

describe('checking a template without a frame', () => {
  it('passes what works, and refuses what no frame could make a name of', () => {
    for (const template of [defaultTemplate, '{frame}.png', 'still.PNG', '{score:a/b}-{ext}.{format}'])
      expect(() => checkTemplate(template, 'png')).not.toThrow();
    for (const template of ['{frame}', '{frame}.jpg', 'a/{frame}.{ext}', '{nope}.{ext}', '{frame.{ext}', ''])
      expect(() => checkTemplate(template, 'png')).toThrow(/template/);
  });

  it('refuses the score of a metric that there will be none by, where the metrics are known', () => {
    const template = '{frame}_{score:a/b}.{ext}';
    expect(() => checkTemplate(template, 'png', ['c/d', 'a/b'])).not.toThrow();
    expect(() => checkTemplate(template, 'png', ['c/d'])).toThrow('there are no scores by a/b');
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
