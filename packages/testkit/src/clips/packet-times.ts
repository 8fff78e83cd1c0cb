import { AV_NOPTS_VALUE, AVERROR_EOF } from 'node-av/constants';
import { FormatContext, Packet } from 'node-av/lib';
import { check } from './encode-clip.ts';

/** Reads the timestamps of the first stream's packets back from a file, in file order; `null` where there is none. */
export async function readPacketTimes(file: string): Promise<(number | null)[]> {
  await using demuxer = new FormatContext();
  check(await demuxer.openInput(file), `open ${file}`);
  try {
    using packet = new Packet();
    packet.alloc();
    const times: (number | null)[] = [];
    for (;;) {
      const code = await demuxer.readFrame(packet);
      if (code === AVERROR_EOF) return times;
      check(code, `read ${file}`);
      if (packet.streamIndex === 0) times.push(packet.pts === AV_NOPTS_VALUE ? null : Number(packet.pts));
      packet.unref();
    }
  } finally {
    await demuxer.closeInput();
  }
}
