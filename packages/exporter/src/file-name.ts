import { FrameSieveError, type StillFormat } from '@framesieve/core';
import { cutToBytes, maxNameBytes, whyIllegal } from './legal-name.ts';
import { type NameField, type NameSubject, nameFields, scoreOf } from './name-fields.ts';

/** The file name template that is used unless another is given. */
export const defaultTemplate = '{stem}_f{frame}_t{time}_r{rank}_s{score}.{ext}';

/** The fields that a template may name; besides, `{score:ID}` is the score by the metric of that id. */
export const templateFields: readonly string[] = Object.keys(nameFields);

/**
 * Reads a template once and makes the function that fills it in. A stem too long for the name is cut.
 *
 * @throws FrameSieveError `usage` for a field that doesn't exist, a stray brace, a metric that there are no scores of, or a
 * name that is not legal everywhere.
 */
export function parseTemplate(template: string): (subject: NameSubject) => string {
  const parts = splitTemplate(template);
  const stems = parts.filter(part => part.name === 'stem').length;
  return subject => {
    requireMetrics(
      parts,
      template,
      subject.source.metrics.map(({ id }) => id),
    );
    const stem = nameFields.stem!(subject);
    const fill = (shown: string) =>
      parts.map(({ name, text, field }) => (name === 'stem' ? shown : (field?.(subject) ?? text))).join('');
    const name = fill(stem);
    const excess = Buffer.byteLength(name) - maxNameBytes;
    const room = stems > 0 ? Buffer.byteLength(stem) - Math.ceil(Math.max(excess, 0) / stems) : 0;
    const fitting = excess > 0 && room > 0 ? fill(cutToBytes(stem, room)) : name;
    checkName(fitting, template, subject.settings.format);
    return fitting;
  };
}

/**
 * Checks a template as far as that goes without a frame.
 *
 * @param metrics ids of all metrics that there will be scores by; `null` when that is not known yet.
 * @throws FrameSieveError `usage` for a field that doesn't exist, a stray brace, a metric that there will be no scores of, a
 * character that is not legal everywhere in a name, or an ending that is not the format's.
 */
export function checkTemplate(
  template: string,
  format: StillFormat,
  metrics: readonly string[] | null = null,
): void {
  const parts = splitTemplate(template);
  if (metrics) requireMetrics(parts, template, metrics);
  const standIn = (name: string) => (name === 'ext' || name === 'format' ? format : 'x');
  checkName(parts.map(({ name, text }) => (name === null ? text : standIn(name))).join(''), template, format);
}

interface TemplatePart {
  readonly text: string;
  /** The field's name; `null` for literal text. */
  readonly name: string | null;
  readonly field: NameField | null;
  /** The metric whose score is asked for by its id. */
  readonly metric: string | null;
}

function splitTemplate(template: string): readonly TemplatePart[] {
  return template
    .split(/(\{[^{}]*\})/)
    .filter(text => text !== '')
    .map(text => {
      if (!/[{}]/.test(text)) return { text, name: null, field: null, metric: null };
      const name = text.slice(1, -1);
      const metric = name.startsWith('score:') ? name.slice('score:'.length) : null;
      if (metric) return { text, name, field: subject => scoreOf(subject, metric), metric };
      if (!text.startsWith('{') || !text.endsWith('}') || !Object.hasOwn(nameFields, name)) {
        throw templateError(template, `it has ${text} where only known fields can stand in braces`);
      }
      return { text, name, field: nameFields[name]!, metric: null };
    });
}

function requireMetrics(parts: readonly TemplatePart[], template: string, known: readonly string[]): void {
  const unknown = parts.find(({ metric }) => metric !== null && !known.includes(metric));
  if (!unknown) return;
  throw new FrameSieveError({
    code: 'usage',
    message: `The file name template ${JSON.stringify(template)} can't be used: there are no scores by ${unknown.metric}.`,
    hint: known.length > 0 ? `There are scores by ${known.join(', ')}.` : 'There are no scores at all.',
  });
}

function checkName(name: string, template: string, format: StillFormat): void {
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
    hint: `Known fields: ${templateFields.map(name => `{${name}}`).join(', ')}, {score:METRIC}; a name ends with .{ext}.`,
  });
}
