import type { ExportedView, ExportProgress } from '../../../src/api/export.ts';
import { stillUrl } from '../api/client.ts';
import { complain, tell } from '../state/notices.ts';
import { formatBytes } from '../text/bytes.ts';

const states = {
  running: 'Exporting',
  done: 'Exported',
  cancelled: 'Cancelled: what was written stays',
  failed: 'Failed',
} as const;

/** How far an export is, and what came of it. */
export function ExportResult({
  progress,
  onShow,
}: {
  readonly progress: ExportProgress;
  onShow(ordinal: number): void;
}) {
  const { exportId, state, done, total, folder, stills, warnings, problem } = progress;
  const written = stills.filter(still => still.file !== null).length;
  const failed = stills.length - written;
  const copy = () =>
    navigator.clipboard.writeText(folder).then(
      () => tell('The folder is copied.'),
      () => complain(new Error('The browser does not let this page copy.')),
    );
  return (
    <section class="result" aria-label="Export">
      <h3>
        {states[state]} · {written} of {total}
        {failed > 0 && <span class="problem"> · {failed} failed</span>}
      </h3>
      <progress max={Math.max(1, total)} value={done} aria-label="Stills that are written" />
      {problem && (
        <p class="problem">
          {problem.message} {problem.hint}
        </p>
      )}
      {warnings.map(warning => (
        <p key={warning} class="problem">
          {warning}
        </p>
      ))}
      {state !== 'running' && (
        <p>
          <code class="folder">{folder}</code>
          <button type="button" class="chip" onClick={() => void copy()}>
            Copy
          </button>
        </p>
      )}
      <ul class="stills">
        {stills.map(still => (
          <Still key={still.ordinal} still={still} exportId={exportId} onShow={onShow} />
        ))}
      </ul>
    </section>
  );
}

interface StillProps {
  readonly still: ExportedView;
  readonly exportId: string;
  onShow(ordinal: number): void;
}

function Still({ still: { ordinal, file, bytes, verified, error }, exportId, onShow }: StillProps) {
  if (file === null) {
    return (
      <li class="problem">
        <button type="button" class="chip" onClick={() => onShow(ordinal)}>
          frame {ordinal}
        </button>
        {error}
      </li>
    );
  }
  return (
    <li>
      <a href={stillUrl(exportId, ordinal)} target="_blank" rel="noreferrer">
        {file}
      </a>
      <span class="quiet">
        {bytes !== null && formatBytes(bytes)}
        {verified === 'exact' ? ' · the very frame that was scored' : ' · checked by tolerance'}
      </span>
    </li>
  );
}
