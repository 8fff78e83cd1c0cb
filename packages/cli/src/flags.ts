/** How a setting is given on the command line and in the environment. */
export interface SettingFlag {
  /** Key of the config, e.g. `select.minGapSeconds`. */
  readonly key: string;
  /** Long name without dashes, e.g. `min-gap`. */
  readonly flag: string;
  /** Placeholder of its value; `null` for a switch. */
  readonly argument: string | null;
  /** How text becomes a value; what doesn't fit stays text, and is refused by the schema. */
  readonly read: 'text' | 'number' | 'list' | 'weights' | 'switch';
  /** Whether `--no-…` sets it to `false`. */
  readonly negatable?: true;
  /** What the text looks like, where that is not what the key takes. */
  readonly expected?: string;
  /** The commands that take it. */
  readonly group:
    | 'common'
    | 'stream'
    | 'decode'
    | 'analyze'
    | 'refine'
    | 'candidates'
    | 'sample'
    | 'select'
    | 'corrections'
    | 'export';
}

/** Every setting that has a flag. Descriptions and defaults are in the config's schema. */
export const settingFlags: readonly SettingFlag[] = [
  { key: 'export.out', flag: 'out', argument: 'DIR', read: 'text', group: 'common' },
  { key: 'db', flag: 'db', argument: 'FILE', read: 'text', group: 'common' },
  { key: 'metric', flag: 'metric', argument: 'ID[,ID]', read: 'list', group: 'common' },
  { key: 'decoder', flag: 'decoder', argument: 'ID', read: 'text', group: 'analyze' },
  { key: 'ffmpeg', flag: 'ffmpeg', argument: 'FILE', read: 'text', group: 'analyze' },
  { key: 'stream', flag: 'stream', argument: 'N', read: 'number', group: 'stream' },
  { key: 'device', flag: 'device', argument: 'NAME', read: 'text', group: 'analyze' },
  { key: 'kernel', flag: 'kernel', argument: 'auto|onnx', read: 'text', group: 'analyze' },
  { key: 'batch', flag: 'batch', argument: 'N', read: 'number', group: 'analyze' },
  { key: 'refine', flag: 'refine', argument: 'ID', read: 'text', negatable: true, group: 'refine' },
  { key: 'refineTop', flag: 'refine-top', argument: 'N|P%', read: 'number', group: 'candidates' },
  { key: 'jobs', flag: 'jobs', argument: 'N', read: 'number', group: 'analyze' },
  { key: 'memory', flag: 'memory', argument: 'SIZE', read: 'text', group: 'analyze' },
  { key: 'crop', flag: 'crop', argument: 'auto|none|W:H:X:Y', read: 'text', group: 'decode' },
  { key: 'deinterlace', flag: 'deinterlace', argument: 'WHEN', read: 'text', group: 'decode' },
  { key: 'toneMap', flag: 'tone-map', argument: 'WHEN', read: 'text', group: 'decode' },
  { key: 'hwaccel', flag: 'hwaccel', argument: 'NAME', read: 'text', group: 'decode' },
  { key: 'protocols', flag: 'protocols', argument: 'NAME[,NAME]', read: 'list', group: 'decode' },
  { key: 'stallTimeout', flag: 'stall-timeout', argument: 'SECONDS', read: 'number', group: 'decode' },
  { key: 'sample.every', flag: 'every', argument: 'N', read: 'number', group: 'sample' },
  { key: 'sample.fps', flag: 'fps', argument: 'N', read: 'number', group: 'sample' },
  { key: 'sample.keyframes', flag: 'keyframes', argument: null, read: 'switch', group: 'sample' },
  { key: 'sample.from', flag: 'from', argument: 'T', read: 'number', group: 'sample' },
  { key: 'sample.to', flag: 'to', argument: 'T', read: 'number', group: 'sample' },
  { key: 'select.top', flag: 'top', argument: 'N|P%', read: 'number', group: 'select' },
  { key: 'select.percentile', flag: 'percentile', argument: 'P', read: 'number', group: 'select' },
  { key: 'select.coverage', flag: 'coverage', argument: 'K|auto|RATE', read: 'number', group: 'select' },
  { key: 'select.coverageBy', flag: 'coverage-by', argument: 'time|shot', read: 'text', group: 'select' },
  { key: 'select.maxPerShot', flag: 'max-per-shot', argument: 'N', read: 'number', group: 'select' },
  {
    key: 'select.weights',
    flag: 'weights',
    argument: 'ID=W[,ID=W]',
    read: 'weights',
    expected: 'metrics with numbers of at least 0, such as niqe=2,brisque=1',
    group: 'select',
  },
  {
    key: 'select.overrides',
    flag: 'overrides',
    argument: null,
    read: 'switch',
    negatable: true,
    group: 'corrections',
  },
  { key: 'select.minGapSeconds', flag: 'min-gap', argument: 'SECONDS', read: 'number', group: 'select' },
  {
    key: 'select.duplicates',
    flag: 'duplicates',
    argument: 'BITS',
    read: 'number',
    negatable: true,
    group: 'select',
  },
  { key: 'select.black', flag: 'black', argument: 'LUMA', read: 'number', negatable: true, group: 'select' },
  { key: 'select.white', flag: 'white', argument: 'LUMA', read: 'number', negatable: true, group: 'select' },
  {
    key: 'select.flat',
    flag: 'flat',
    argument: 'CONTRAST',
    read: 'number',
    negatable: true,
    group: 'select',
  },
  {
    key: 'select.fades',
    flag: 'fades',
    argument: 'SHARE',
    read: 'number',
    negatable: true,
    group: 'select',
  },
  {
    key: 'select.blurred',
    flag: 'blurred',
    argument: 'SHARE',
    read: 'number',
    negatable: true,
    group: 'select',
  },
  {
    key: 'select.noisy',
    flag: 'noisy',
    argument: 'TIMES',
    read: 'number',
    negatable: true,
    group: 'select',
  },
  {
    key: 'select.blocky',
    flag: 'blocky',
    argument: 'EXCESS',
    read: 'number',
    negatable: true,
    group: 'select',
  },
  {
    key: 'select.exposure',
    flag: 'exposure',
    argument: 'SHARE',
    read: 'number',
    negatable: true,
    group: 'select',
  },
  {
    key: 'select.cards',
    flag: 'cards',
    argument: 'SHARE',
    read: 'number',
    negatable: true,
    group: 'select',
  },
  {
    key: 'select.damaged',
    flag: 'damaged',
    argument: 'TIMES',
    read: 'number',
    negatable: true,
    group: 'select',
  },
  { key: 'export.format', flag: 'format', argument: 'F', read: 'text', group: 'export' },
  { key: 'export.template', flag: 'template', argument: 'T', read: 'text', group: 'export' },
  { key: 'export.crop', flag: 'crop-stills', argument: null, read: 'switch', group: 'export' },
  { key: 'export.quality', flag: 'quality', argument: 'N', read: 'number', group: 'export' },
  { key: 'export.maxSize', flag: 'max-size', argument: 'PIXELS', read: 'number', group: 'export' },
  {
    key: 'export.metadata',
    flag: 'metadata',
    argument: null,
    read: 'switch',
    negatable: true,
    group: 'export',
  },
  { key: 'export.report', flag: 'report', argument: null, read: 'switch', group: 'export' },
  { key: 'export.contactSheet', flag: 'contact-sheet', argument: null, read: 'switch', group: 'export' },
  { key: 'export.overwrite', flag: 'overwrite', argument: null, read: 'switch', group: 'export' },
];

/** Name of the environment variable of a flag, e.g. `FRAMESIEVE_MIN_GAP`. */
export function environmentName(flag: string): string {
  return `FRAMESIEVE_${flag.toUpperCase().replaceAll('-', '_')}`;
}

/** The value that text stands for. */
export function readValue({ read, negatable }: SettingFlag, text: string): unknown {
  const switches: Record<string, boolean> = {
    true: true,
    '1': true,
    yes: true,
    false: false,
    '0': false,
    no: false,
  };
  if (read === 'switch') return switches[text.toLowerCase()] ?? text;
  if (negatable && text.toLowerCase() === 'false') return false;
  if (read === 'list') return text.split(',').map(part => part.trim());
  if (read === 'weights') return readWeights(text);
  if (read === 'number') return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
  return text;
}

/** `niqe=2,brisque=1` as an object; text where that is not what it is, or where a metric has two weights. */
function readWeights(text: string): unknown {
  const weights = new Map<string, number>();
  for (const pair of text.split(',')) {
    const [id, weight, ...rest] = pair.split('=').map(part => part.trim());
    if (!id || !weight || rest.length > 0 || weights.has(id) || !(Number(weight) >= 0)) return text;
    weights.set(id, Number(weight));
  }
  return Object.fromEntries(weights);
}
