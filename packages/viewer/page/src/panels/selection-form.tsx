import type { SelectionSettings } from '@framesieve/core';
import type { RunEntry } from '../../../src/api/library.ts';
import { ChoiceField, NumberField, SwitchField } from '../parts/field.tsx';
import { RejectRules } from './reject-rules.tsx';

/** What a trial is made with. */
export interface Trial {
  readonly settings: SelectionSettings;
  readonly runIds: readonly number[];
}

interface SelectionFormProps {
  readonly trial: Trial;
  readonly runs: readonly RunEntry[];
  readonly disabled: boolean;
  onChange(trial: Trial): void;
}

const usualDistance = 4;

/** How frames are picked. */
export function SelectionForm({ trial, runs, disabled, onChange }: SelectionFormProps) {
  const { settings } = trial;
  const set = (part: Partial<SelectionSettings>) =>
    onChange({ ...trial, settings: { ...settings, ...part } });
  const { top, coverage } = settings;
  const field = { disabled };
  return (
    <form class="selection-form" onSubmit={event => event.preventDefault()}>
      <Metrics trial={trial} runs={runs} disabled={disabled} onChange={onChange} />
      <fieldset>
        <legend>The best</legend>
        <div class="row">
          <NumberField
            {...field}
            label="At most"
            unit="frames"
            value={top.count}
            min={0}
            empty="any"
            onChange={count => set({ top: { ...top, count } })}
          />
          <NumberField
            {...field}
            label="At most"
            unit="%"
            value={top.percent}
            min={0}
            max={100}
            step={0.5}
            empty="any"
            onChange={percent => set({ top: { ...top, percent } })}
          />
        </div>
      </fieldset>
      <fieldset>
        <legend>From everywhere</legend>
        <div class="row">
          <NumberField
            {...field}
            label="Frames"
            value={coverage.picks === 'auto' ? null : coverage.picks}
            min={0}
            empty="auto"
            onChange={picks => set({ coverage: { ...coverage, picks: picks ?? 'auto' } })}
          />
          <ChoiceField
            {...field}
            label="for each"
            value={coverage.per}
            options={[
              ['video', 'video'],
              ['minute', 'minute'],
              ['shot', 'shot'],
            ]}
            onChange={per => set({ coverage: { ...coverage, per } })}
          />
          <ChoiceField
            {...field}
            label="spread by"
            value={coverage.by}
            options={[
              ['time', 'time'],
              ['shot', 'shots'],
            ]}
            onChange={by => set({ coverage: { ...coverage, by } })}
          />
        </div>
      </fieldset>
      <fieldset>
        <legend>Apart from each other</legend>
        <div class="row">
          <NumberField
            {...field}
            label="Least gap"
            unit="s"
            value={settings.minGapSeconds}
            min={0}
            step={0.1}
            onChange={gap => gap !== null && set({ minGapSeconds: gap })}
          />
          <NumberField
            {...field}
            label="Most of a shot"
            value={settings.maxPerShot}
            min={1}
            empty="any"
            onChange={maxPerShot => set({ maxPerShot })}
          />
        </div>
        <div class="rule">
          <SwitchField
            {...field}
            label="Leave out look-alikes"
            checked={settings.maxHashDistance !== null}
            onChange={isOn => set({ maxHashDistance: isOn ? usualDistance : null })}
          />
          {settings.maxHashDistance !== null && (
            <NumberField
              {...field}
              label="up to so many bits apart, of 64"
              value={settings.maxHashDistance}
              min={0}
              max={64}
              onChange={bits => bits !== null && set({ maxHashDistance: bits })}
            />
          )}
        </div>
      </fieldset>
      <fieldset>
        <legend>Never</legend>
        <RejectRules reject={settings.reject} disabled={disabled} onChange={reject => set({ reject })} />
      </fieldset>
    </form>
  );
}

/** Which metrics rank, and how much each counts. */
function Metrics({ trial, runs, disabled, onChange }: SelectionFormProps) {
  const { settings, runIds } = trial;
  if (runs.length < 2) return null;
  const toggle = ({ runId, metric, refines }: RunEntry, isOn: boolean) => {
    const next = runs
      .filter(run => (run.runId === runId ? isOn : runIds.includes(run.runId)))
      .map(run => run.runId);
    const ranking = runs.filter(run => next.includes(run.runId) && !run.refines);
    if (ranking.length === 0) return;
    const weights = Object.fromEntries(
      Object.entries(settings.weights).filter(([id]) => ranking.some(run => run.metric === id)),
    );
    const refinedBy = refines ? (isOn ? metric : null) : (settings.refinedBy ?? null);
    onChange({ runIds: next, settings: { ...settings, weights, refinedBy } });
  };
  return (
    <fieldset>
      <legend>Ranked by</legend>
      {runs.map(run => {
        const isOn = runIds.includes(run.runId);
        return (
          <div key={run.runId} class="rule">
            <SwitchField
              label={run.refines ? `${run.metric} (the best ones first)` : run.metric}
              checked={isOn}
              disabled={disabled}
              onChange={next => toggle(run, next)}
            />
            {isOn && !run.refines && (
              <NumberField
                label="weight"
                value={settings.weights[run.metric] ?? 1}
                min={0}
                step={0.1}
                disabled={disabled}
                onChange={weight =>
                  weight !== null &&
                  onChange({
                    ...trial,
                    settings: { ...settings, weights: { ...settings.weights, [run.metric]: weight } },
                  })
                }
              />
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
