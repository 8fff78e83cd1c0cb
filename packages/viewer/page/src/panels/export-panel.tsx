import type { StillFormat } from '@framesieve/core';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ExportDefaults, ExportPlanView, ExportRequest } from '../../../src/api/export.ts';
import { cancelExport, getExportDefaults, planExport, startExport } from '../api/client.ts';
import { Latest } from '../api/latest.ts';
import { ChoiceField, NumberField, SwitchField } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { exports, noteExport } from '../state/exports.ts';
import { complain } from '../state/notices.ts';
import type { DecodeView } from '../state/view.ts';
import { formatBytes } from '../text/bytes.ts';
import { fileMissing } from '../text/file-missing.ts';
import { ExportResult } from './export-result.tsx';

interface PanelProps {
  readonly view: DecodeView;
}

type Form = Omit<ExportRequest, 'selection'>;

const settleMs = 250;
const formats: readonly (readonly [StillFormat, string])[] = [
  ['png', 'PNG, lossless'],
  ['jpg', 'JPEG'],
  ['webp', 'WebP'],
  ['avif', 'AVIF'],
];
const namesShown = 4;

/** How the picks are written as stills, what that takes, and how far it is. */
export function ExportPanel({ view }: PanelProps) {
  const defaults = useSignal<ExportDefaults | null>(null);
  const form = useSignal<Form | null>(null);
  const plan = useSignal<ExportPlanView | null>(null);
  const planning = useRef(new Latest());
  const key = view.selection.value?.key;
  const progress = exports.value.get(view.decodeId) ?? null;

  useEffect(() => {
    const controller = new AbortController();
    getExportDefaults(view.decodeId, controller.signal).then(
      loaded => {
        const { fields: _, folder: __, ...rest } = loaded;
        defaults.value = loaded;
        form.value ??= rest;
      },
      error => controller.signal.aborted || complain(error),
    );
    return () => controller.abort();
  }, [view]);

  useEffect(() => {
    if (!form.value || key === undefined || view.isReadOnly) return;
    const asked = { ...form.value, selection: key };
    const timer = setTimeout(async () => {
      try {
        const planned = await planning.current.run(signal => planExport(view.decodeId, asked, signal));
        if (planned) plan.value = planned;
      } catch (error) {
        complain(error);
      }
    }, settleMs);
    return () => clearTimeout(timer);
    // After an export files are there that were not before.
    // The key stays when picks are corrected by hand.
  }, [form.value, view.selection.value, progress?.state]);
  useEffect(() => () => planning.current.cancel(), []);

  if (view.isReadOnly)
    return <p class="quiet">This page is for looking only: nothing can be exported from it.</p>;
  if (!form.value || !defaults.value || key === undefined) return <p class="quiet">Looking …</p>;
  const set = (part: Partial<Form>) => {
    form.value = { ...form.value!, ...part };
  };
  const start = async () => {
    try {
      noteExport(await startExport(view.decodeId, { ...form.value!, selection: key }));
      void view.loadSelection();
    } catch (error) {
      complain(error);
    }
  };
  const isRunning = progress?.state === 'running';
  const { isFound } = view.video.value;
  const count = view.selection.value!.picks.length;
  const { format, quality, template, maxSize, overwrite, crop } = form.value;
  return (
    <>
      <h2>
        Export {count} {count === 1 ? 'still' : 'stills'}
      </h2>
      <p class="quiet">
        into <code>{defaults.value.folder}</code>
      </p>
      <form class="export-form" onSubmit={event => event.preventDefault()}>
        <div class="row">
          <ChoiceField
            label="Format"
            value={format}
            options={formats}
            onChange={next => set({ format: next, quality: null })}
          />
          {format !== 'png' && (
            <NumberField
              label="Quality"
              value={quality}
              min={1}
              max={100}
              empty={format === 'avif' ? '90' : '95'}
              onChange={next => set({ quality: next })}
            />
          )}
          <NumberField
            label="Longer side"
            unit="px"
            value={maxSize}
            min={16}
            empty="as it is"
            onChange={next => set({ maxSize: next })}
          />
        </div>
        <label class="field">
          <span>File names</span>
          <input
            type="text"
            value={template}
            spellcheck={false}
            onInput={event => set({ template: event.currentTarget.value })}
          />
        </label>
        <details class="fields" id="template-fields">
          <summary>Fields for names</summary>
          <p>
            {defaults.value.fields.map(field => (
              <button
                key={field}
                type="button"
                class="chip"
                title={`Insert {${field}}`}
                onClick={() => set({ template: template.replace(/(\.\{ext\})?$/, `_{${field}}$1`) })}
              >{`{${field}}`}</button>
            ))}
          </p>
        </details>
        <SwitchField label="Leave out black bars" checked={crop} onChange={next => set({ crop: next })} />
        <SwitchField
          label="Replace files that are there"
          checked={overwrite}
          onChange={next => set({ overwrite: next })}
        />
      </form>
      {plan.value && <Plan plan={plan.value} />}
      {!isFound && <p class="problem">{fileMissing}</p>}
      <div class="buttons">
        <button
          type="button"
          class="button primary"
          disabled={
            isRunning || count === 0 || !isFound || plan.value === null || plan.value.problem !== null
          }
          onClick={() => void start()}
        >
          <Icon name="save" />
          Export
        </button>
        {isRunning && (
          <button
            type="button"
            class="button"
            onClick={() => cancelExport(progress.exportId).then(noteExport, complain)}
          >
            Cancel
          </button>
        )}
      </div>
      {progress && <ExportResult progress={progress} onShow={ordinal => view.show(ordinal)} />}
    </>
  );
}

function Plan({ plan }: { readonly plan: ExportPlanView }) {
  const { stills, estimatedBytes, maximumBytes, freeBytes, problem } = plan;
  if (problem) {
    return (
      <p class="problem" role="alert">
        {problem.message}
        {problem.hint && <span class="quiet"> {problem.hint}</span>}
      </p>
    );
  }
  const kept = stills.filter(({ state }) => state === 'keep').length;
  const inTheWay = stills.filter(({ state }) => state === 'exists').length;
  return (
    <div class="plan" aria-live="polite">
      <ul class="names">
        {stills.slice(0, namesShown).map(({ ordinal, file }) => (
          <li key={ordinal}>{file}</li>
        ))}
        {stills.length > namesShown && <li class="quiet">… and {stills.length - namesShown} more</li>}
      </ul>
      <p class="quiet">
        {estimatedBytes === null
          ? stills.some(({ state }) => state === 'new' || state === 'replace')
            ? `At most ${formatBytes(maximumBytes)}: the video can’t be read just now to tell how much it will be`
            : 'Nothing new to write'
          : `About ${formatBytes(estimatedBytes)}, at most ${formatBytes(maximumBytes)}`}
        ; {formatBytes(freeBytes)} free.
        {kept > 0 && ` ${kept} ${kept === 1 ? 'is' : 'are'} there already.`}
        {inTheWay > 0 && ` ${inTheWay} other ${inTheWay === 1 ? 'file is' : 'files are'} in the way.`}
      </p>
      <Space estimated={estimatedBytes ?? 0} free={freeBytes} />
    </div>
  );
}

function Space({ estimated, free }: { readonly estimated: number; readonly free: number }) {
  return (
    <meter
      min={0}
      max={1}
      high={0.8}
      value={free > 0 ? Math.min(1, estimated / free) : 1}
      aria-label="Share of the free space"
    />
  );
}
