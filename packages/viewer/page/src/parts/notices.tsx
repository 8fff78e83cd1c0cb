import { dismiss, notices } from '../state/notices.ts';
import { Icon } from './icon.tsx';

/** What a person should know now; problems are told at once to those who hear the page. */
export function Notices() {
  return (
    <div class="notices">
      {notices.value.map(({ id, kind, message, hint }) => (
        <div key={id} class={`notice ${kind}`} role={kind === 'problem' ? 'alert' : 'status'}>
          <p>
            {message}
            {hint && <span class="quiet"> {hint}</span>}
          </p>
          <button type="button" class="tool" aria-label="Dismiss" onClick={() => dismiss(id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
