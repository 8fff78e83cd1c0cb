import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A process that scores a picture by OpenCV's `QualityBRISQUE` whenever it is asked to. */
export interface OpencvBrisque extends AsyncDisposable {
  /** Scores once more; how long it took. */
  milliseconds(): Promise<number>;
}

/** Debian's packages python3-opencv and opencv-data. */
const python = '/usr/bin/python3';
const program = `
import sys, time, cv2
folder = '/usr/share/opencv4/quality/'
brisque = cv2.quality.QualityBRISQUE_create(folder + 'brisque_model_live.yml', folder + 'brisque_range_live.yml')
picture = cv2.cvtColor(cv2.imread(sys.argv[1], cv2.IMREAD_GRAYSCALE), cv2.COLOR_GRAY2BGR)
brisque.compute(picture)
print('ready', flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    brisque.compute(picture)
    print((time.perf_counter() - start) * 1000, flush=True)
`;

/** Starts it for a picture's file, a grey one; `null` where there is no such OpenCV. */
export async function opencvBrisque(file: string): Promise<OpencvBrisque | null> {
  const child = spawn(python, ['-c', program, file], { stdio: ['pipe', 'pipe', 'ignore'] });
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  if ((await lines.next()).value !== 'ready') return null;
  return {
    async milliseconds() {
      child.stdin.write('again\n');
      return Number((await lines.next()).value);
    },
    async [Symbol.asyncDispose]() {
      const exit = once(child, 'exit');
      child.stdin.end();
      await exit;
    },
  };
}
