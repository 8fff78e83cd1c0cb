import { parse } from 'node:path';
import { FrameSieveError, fileNameOf, type PlannedStill, type StillFormat } from '@framesieve/core';
import { cutToBytes, legalStem, maxNameBytes, whyIllegal } from './legal-name.ts';

/** The file name template that is used unless another is given. */
export const defaultTemplate = '{stem}_f{frame}_t{time}_r{rank}_s{score}.{ext}';

/** What a name can be made of. */
export interface NameSubject {
  /** Path or address of the video. */
  readonly sourcePath: string;
  readonly planned: PlannedStill;
  /** Id of the ranking metric; `null` when there is none. */
  readonly metric: string | null;
  readonly format: StillFormat;
}

type Field = (subject: NameSubject) => string;

const fields: Readonly<Record<string, Field>> = {
  stem: ({ sourcePath }) => legalStem(parse(fileNameOf(sourcePath)).name),
  frame: ({ planned }) => String(planned.frame.ordinal).padStart(6, '0'),
  time: ({ planned }) => formatTime(planned.frame.timeSeconds),
  pts: ({ planned }) => String(planned.frame.ptsTicks),
  rank: ({ planned }) => String(planned.pick.rank).padStart(2, '0'),
  score: ({ planned, metric }) => formatScore(metric === null ? null : planned.scores[metric]),
  metric: ({ metric }) => metric?.replace(/[^\p{L}\p{N}._-]/gu, '-') ?? 'na',
  tier: ({ planned }) => planned.pick.tier,
  width: ({ planned }) => String(planned.frame.width),
  height: ({ planned }) => String(planned.frame.height),
  ext: ({ format }) => format,
};

/** The fields that a template may name. */
export const templateFields: readonly string[] = Object.keys(fields);

/**
 * Reads a template once and makes the function that fills it in. A stem too long for the name is cut.
 *
 * @throws FrameSieveError `usage` for a field that doesn't exist, a stray brace, or a name that is not legal everywhere.
 */
export function parseTemplate(template: string): (subject: NameSubject) => string {
  const parts = splitTemplate(template);
  const fill = (subject: NameSubject, stem: string) =>
    parts
      .map(part => (part.field === null ? part.text : part.text === 'stem' ? stem : part.field(subject)))
      .join('');
  const stems = parts.filter(part => part.field !== null && part.text === 'stem').length;
  return subject => {
    const stem = fields.stem!(subject);
    const name = fill(subject, stem);
    const excess = Buffer.byteLength(name) - maxNameBytes;
    const room = stems > 0 ? Buffer.byteLength(stem) - Math.ceil(Math.max(excess, 0) / stems) : 0;
    const fitting = excess > 0 && room > 0 ? fill(subject, cutToBytes(stem, room)) : name;
    checkName(fitting, template, subject);
    return fitting;
  };
}

/**
 * Checks a template as far as that goes without a frame.
 *
 * @throws FrameSieveError `usage` for a field that doesn't exist, a stray brace, a character that is not legal everywhere
 * in a name, or an ending that is not the format's.
 */
export function checkTemplate(template: string, format: StillFormat): void {
  const parts = splitTemplate(template);
  const standIn = (name: string) => (name === 'ext' ? format : 'x');
  const name = parts.map(({ text, field }) => (field === null ? text : standIn(text))).join('');
  checkName(name, template, { format });
}

interface TemplatePart {
  /** Literal text, or the field's name. */
  readonly text: string;
  readonly field: Field | null;
}

function splitTemplate(template: string): readonly TemplatePart[] {
  return template
    .split(/(\{[^{}]*\})/)
    .filter(text => text !== '')
    .map(text => {
      if (!/[{}]/.test(text)) return { text, field: null };
      const name = text.slice(1, -1);
      if (!text.startsWith('{') || !text.endsWith('}') || !Object.hasOwn(fields, name)) {
        throw templateError(template, `it has ${text} where only known fields can stand in braces`);
      }
      return { text: name, field: fields[name]! };
    });
}

function checkName(name: string, template: string, { format }: Pick<NameSubject, 'format'>): void {
  const reason = whyIllegal(name);
  if (reason) throw templateError(template, `it gives the file name ${JSON.stringify(name)}, but ${reason}`);
  const endings = format === 'jpg' ? ['.jpg', '.jpeg'] : [`.${format}`];
  if (!endings.some(ending => name.toLowerCase().endsWith(ending))) {
    throw templateError(template, `its names don't end with .${format}`);
  }
}

function templateError(template: string, reason: string): FrameSieveError {
  return new FrameSieveError({
    code: 'usage',
    message: `The file name template ${JSON.stringify(template)} can't be used: ${reason}.`,
    hint: `Known fields: ${templateFields.map(name => `{${name}}`).join(', ')}; a name ends with .{ext}.`,
  });
}

/** Seconds with three decimals, padded so that names sort by time, e.g. `00012.345`. */
function formatTime(seconds: number): string {
  const text = Math.abs(seconds).toFixed(3).padStart(9, '0');
  return seconds < 0 && Number(text) !== 0 ? `-${text}` : text;
}

/** Two decimals; `na` where the metric is undefined. */
function formatScore(score: number | null | undefined): string {
  if (score === null || score === undefined || !Number.isFinite(score)) return 'na';
  return (Math.round(score * 100) === 0 ? 0 : score).toFixed(2);
}
