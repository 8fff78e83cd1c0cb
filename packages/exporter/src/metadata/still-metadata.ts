import type { Exif } from 'sharp';
import { exifFields } from './exif-fields.ts';
import type { StillFacts } from './still-facts.ts';
import { xmpPacket } from './xmp-packet.ts';

/** What a still's file says about itself, ready to be encoded. */
export interface StillMetadata {
  /** EXIF fields by directory, as sharp takes them: values are ASCII. */
  readonly exif: Exif;
  /** A whole XMP packet. */
  readonly xmp: string;
}

/** EXIF and XMP of a still. The same facts give the same: nothing in it is of the moment of writing. */
export function stillMetadata(facts: StillFacts): StillMetadata {
  return { exif: exifFields(facts), xmp: xmpPacket(facts) };
}
