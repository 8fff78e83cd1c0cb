import {
  AV_CHANNEL_ORDER_NATIVE,
  AV_CODEC_ID_BIN_DATA,
  AV_CODEC_ID_MJPEG,
  AV_CODEC_ID_MOV_TEXT,
  AV_CODEC_ID_PCM_S16LE,
  AV_CODEC_ID_SUBRIP,
  AV_DISPOSITION_ATTACHED_PIC,
  AV_SAMPLE_FMT_S16,
  AVMEDIA_TYPE_ATTACHMENT,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_DATA,
  AVMEDIA_TYPE_SUBTITLE,
} from 'node-av/constants';
import { CodecParameters } from 'node-av/lib';
import { sharedClip } from '../shared-clip.ts';
import { readTrack, type Track, type TrackPacket } from './track.ts';

const milliseconds = { numerator: 1, denominator: 1000 };

function parametersOf(describe: (parameters: CodecParameters) => void): CodecParameters {
  const parameters = new CodecParameters();
  parameters.alloc();
  describe(parameters);
  return parameters;
}

function packetAt(data: Uint8Array, ptsTicks: number, durationTicks: number): TrackPacket {
  return { data, ptsTicks, dtsTicks: ptsTicks, durationTicks, keyFrame: true };
}

/** Two seconds of a quiet tone, or more. */
export function soundTrack(seconds = 2): Track {
  const rate = 8000;
  const chunk = 800;
  const packets = Array.from({ length: (seconds * rate) / chunk }, (_, i) => {
    const samples = Int16Array.from({ length: chunk }, (_, n) => 900 * Math.sin((i * chunk + n) / 5));
    return packetAt(new Uint8Array(samples.buffer), i * chunk, chunk);
  });
  const parameters = parametersOf(target => {
    target.codecType = AVMEDIA_TYPE_AUDIO;
    target.codecId = AV_CODEC_ID_PCM_S16LE;
    target.sampleRate = rate;
    target.channelLayout = { order: AV_CHANNEL_ORDER_NATIVE, nbChannels: 1, mask: 4n };
    target.bitsPerCodedSample = 16;
    target.format = AV_SAMPLE_FMT_S16;
  });
  return { parameters, timeBase: { numerator: 1, denominator: rate }, frameRate: null, packets };
}

/** Subtitles in the form of Matroska, or of MP4. */
export function subtitleTrack(form: 'subrip' | 'mov-text'): Track {
  const text = new TextEncoder().encode('Twelve frames of nothing.');
  const data = form === 'subrip' ? text : Uint8Array.from([0, text.length, ...text]);
  const parameters = parametersOf(target => {
    target.codecType = AVMEDIA_TYPE_SUBTITLE;
    target.codecId = form === 'subrip' ? AV_CODEC_ID_SUBRIP : AV_CODEC_ID_MOV_TEXT;
  });
  return { parameters, timeBase: milliseconds, frameRate: null, packets: [packetAt(data, 200, 900)] };
}

/** What a sensor may have written beside the pictures (`gpmd`, as action cameras have). */
export function dataTrack(): Track {
  const packets = [0, 500, 1000].map(time => packetAt(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), time, 500));
  const parameters = parametersOf(target => {
    target.codecType = AVMEDIA_TYPE_DATA;
    target.codecId = AV_CODEC_ID_BIN_DATA;
    target.codecTag = 'gpmd';
  });
  return { parameters, timeBase: milliseconds, frameRate: null, packets };
}

/** Size of {@link coverTrack}'s picture. */
export const coverSize = { width: 320, height: 320 } as const;

/** A cover picture: a track of one JPEG. */
export async function coverTrack(): Promise<Track> {
  const options = { encoder: 'mjpeg', pixelFormat: 'yuvj420p', frames: 1, ...coverSize };
  const track = await readTrack((await sharedClip('mkv', options)).file);
  return { ...track, disposition: AV_DISPOSITION_ATTACHED_PIC };
}

/** The cover picture as Matroska keeps it: an attached file. */
export async function coverAttachment(): Promise<Track> {
  const cover = await coverTrack();
  const parameters = parametersOf(target => {
    target.codecType = AVMEDIA_TYPE_ATTACHMENT;
    target.codecId = AV_CODEC_ID_MJPEG;
    target.extradata = Buffer.from(cover.packets[0]!.data);
  });
  const metadata = { filename: 'cover.jpg', mimetype: 'image/jpeg' };
  return { parameters, timeBase: milliseconds, frameRate: null, packets: [], metadata };
}
