import type { DownloadProgress } from '@framesieve/models';
import { formatDuration } from './track.ts';

/** `musiq/koniq: koniq_ckpt.npz 45.2 of 162.9 MB · 12.0 MB/s · 10 s left` */
export function describeDownload(
  file: string,
  { received, total }: Pick<DownloadProgress, 'received' | 'total'>,
  bytesPerSecond: number | null,
): string {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  const parts = [
    `${file} ${megabytes(received)}${total === null ? '' : ` of ${megabytes(total)}`} MB`,
    bytesPerSecond === null ? null : `${megabytes(bytesPerSecond)} MB/s`,
    total === null || !bytesPerSecond ? null : `${formatDuration((total - received) / bytesPerSecond)} left`,
  ];
  return parts.filter(part => part !== null).join(' · ');
}

/** How fast a file comes in; what was there already doesn't count. */
export class TransferRate {
  readonly #now: () => number;
  #file = '';
  #start = 0;
  #first = 0;
  #received = 0;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  follow(file: string, received: number): void {
    if (file !== this.#file || received < this.#received) {
      this.#file = file;
      this.#start = this.#now();
      this.#first = received;
    }
    this.#received = received;
  }

  /** `null` until it can be told. */
  get bytesPerSecond(): number | null {
    const seconds = (this.#now() - this.#start) / 1000;
    return seconds > 0.2 ? (this.#received - this.#first) / seconds : null;
  }
}
