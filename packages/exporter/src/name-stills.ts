import { type ExportInput, FrameSieveError, type PlannedStill } from '@framesieve/core';
import { parseTemplate } from './file-name.ts';
import { nameKey } from './legal-name.ts';

/** A planned still and its file name. */
export interface NamedStill {
  readonly planned: PlannedStill;
  readonly file: string;
}

// What else is written to the folder of a video's stills.
const reservedNames = new Set(['manifest.json', 'report.html', 'contact-sheet.jpg'].map(nameKey));

/**
 * Names stills, in order of ordinals; no two get names that some system takes for one.
 *
 * @throws FrameSieveError `usage`.
 */
export function nameStills({
  source,
  stills,
  settings,
}: Pick<ExportInput, 'source' | 'stills' | 'settings'>): readonly NamedStill[] {
  const nameOf = parseTemplate(settings.template);
  const taken = new Map<string, number>();
  const inOrder = stills.toSorted((a, b) => a.frame.ordinal - b.frame.ordinal);
  return inOrder.map((planned, i) => {
    const { ordinal } = planned.frame;
    if (inOrder[i - 1]?.frame.ordinal === ordinal) {
      throw new FrameSieveError({
        code: 'usage',
        message: `Frame ${ordinal} was asked for twice.`,
        hint: 'Ask for each frame once.',
      });
    }
    const file = nameOf({ source, planned, settings });
    if (reservedNames.has(nameKey(file))) {
      throw new FrameSieveError({
        code: 'usage',
        message: `The still of frame ${ordinal} would be called ${file}, like a file that is written beside the stills.`,
        hint: 'Put {frame} into the file name template.',
      });
    }
    const other = taken.get(nameKey(file));
    if (other !== undefined) {
      throw new FrameSieveError({
        code: 'usage',
        message: `The stills of frames ${other} and ${ordinal} would both be called ${file}.`,
        hint: 'Put {frame} into the file name template.',
      });
    }
    taken.set(nameKey(file), ordinal);
    return { planned, file };
  });
}
