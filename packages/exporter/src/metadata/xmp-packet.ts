import type { GeoPosition } from '@framesieve/core';
import { isoMoment, type Moment } from './moment.ts';
import type { StillFacts } from './still-facts.ts';
import { xmlText } from './xml-text.ts';

/** Namespace of the properties that only FrameSieve has. */
export const xmpNamespace = 'urn:framesieve:still:1:';

const namespaces = {
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  dc: 'http://purl.org/dc/elements/1.1/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  exif: 'http://ns.adobe.com/exif/1.0/',
  framesieve: xmpNamespace,
};

/**
 * The XMP packet of a still (ISO 16684-1): who made it, what it shows, when, where, and, in {@link xmpNamespace}, which
 * frame of which video it is and why it was picked.
 */
export function xmpPacket(facts: StillFacts): string {
  const { moment, position } = facts;
  const lines = [
    element('xmp:CreatorTool', facts.software),
    element('dc:source', facts.sourceFile),
    `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${xmlText(facts.description)}</rdf:li></rdf:Alt></dc:description>`,
    ...(moment ? momentElements(moment) : []),
    ...(position ? positionElements(position) : []),
    ...ownElements(facts),
  ];
  const declared = Object.entries(namespaces).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`);
  return [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    `<rdf:RDF${declared.join('')}>`,
    '<rdf:Description rdf:about="">',
    ...lines,
    '</rdf:Description>',
    '</rdf:RDF>',
    '</x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('\n');
}

function ownElements(facts: StillFacts): string[] {
  const plain = {
    SourceFile: facts.sourceFile,
    SourceSizeBytes: facts.sourceSizeBytes,
    SourceSha256: facts.sourceSha256,
    Frame: facts.frame,
    PtsTicks: facts.ptsTicks,
    TimeBase: facts.timeBase,
    TimeSeconds: facts.timeSeconds,
    Rank: facts.rank,
    Tier: facts.tier,
    Reason: facts.reason,
    ...(facts.metric !== null && { Metric: facts.metric }),
    Fingerprint: facts.fingerprint,
    Verified: facts.verified,
  };
  const own = Object.entries(plain).map(([name, value]) => element(`framesieve:${name}`, value));
  const scores = Object.entries(facts.scores).map(scoreItem);
  if (scores.length === 0) return own;
  return [...own, `<framesieve:Scores><rdf:Bag>${scores.join('')}</rdf:Bag></framesieve:Scores>`];
}

/** One metric's score; without `Score` where the metric is undefined. */
function scoreItem([metric, score]: readonly [string, number | null]): string {
  const value = score === null ? '' : element('framesieve:Score', score);
  return `<rdf:li rdf:parseType="Resource">${element('framesieve:Metric', metric)}${value}</rdf:li>`;
}

function momentElements(moment: Moment): string[] {
  const text = isoMoment(moment);
  return [element('photoshop:DateCreated', text), element('exif:DateTimeOriginal', text)];
}

function positionElements({ latitude, longitude, altitude }: GeoPosition): string[] {
  const height = [
    element('exif:GPSAltitude', `${Math.round(Math.abs(altitude ?? 0) * 1000)}/1000`),
    element('exif:GPSAltitudeRef', (altitude ?? 0) < 0 ? 1 : 0),
  ];
  return [
    element('exif:GPSVersionID', '2.2.0.0'),
    element('exif:GPSLatitude', minutes(latitude, 'N', 'S')),
    element('exif:GPSLongitude', minutes(longitude, 'E', 'W')),
    element('exif:GPSMapDatum', 'WGS-84'),
    ...(altitude === null ? [] : height),
  ];
}

/** Degrees and minutes as XMP writes them, e.g. `51,30.53837242N`. */
function minutes(value: number, positive: string, negative: string): string {
  const parts = Math.round(Math.abs(value) * 60 * 1e8);
  const rest = (parts % (60 * 1e8)) / 1e8;
  return `${Math.floor(parts / (60 * 1e8))},${rest.toFixed(8)}${value < 0 ? negative : positive}`;
}

function element(name: string, value: string | number): string {
  return `<${name}>${xmlText(String(value))}</${name}>`;
}
