import type { Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { SwitchField } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { areSignsKeys, switchSigns } from '../state/settings.ts';
import { bindings } from './bindings.ts';

const groups = ['Frames', 'Picks', 'Timeline', 'Page'] as const;

/** The keys, and what the mouse does. */
export function KeysDialog({ isOpen }: { readonly isOpen: Signal<boolean> }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen.value) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen.value]);
  const close = () => {
    isOpen.value = false;
  };
  return (
    <dialog
      ref={dialog}
      class="keys"
      aria-labelledby="keys-title"
      onClose={close}
      onKeyDown={event => {
        if (event.key !== '?') return;
        // Else the page would open it again.
        event.stopPropagation();
        close();
      }}
      onClick={event => event.target === dialog.current && close()}
    >
      <header>
        <h2 id="keys-title">Keys</h2>
        <button type="button" class="tool" aria-label="Close" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <div class="groups">
        {groups.map(group => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {bindings
                .filter(binding => binding.group === group)
                .map(({ shown, does }) => (
                  <div key={shown}>
                    <dt>
                      <kbd>{shown}</kbd>
                    </dt>
                    <dd>{does}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <SwitchField
        label="Letters, digits and signs alone are keys"
        checked={areSignsKeys.value}
        onChange={switchSigns}
      />
      <p class="quiet">
        On the curve: drag to zoom in, turn the wheel to zoom, with Shift to move; double click shows all. On
        the picture: wheel and double click enlarge, drag moves. Double click on the filmstrip picks a frame
        or takes it out.
      </p>
    </dialog>
  );
}
