import 'reflect-metadata';
import { type DependencyContainer, container as root } from 'tsyringe';
import type { DecoderFactory } from '../decoder.ts';
import { FrameSieveError } from '../errors.ts';
import type { ModelFamily } from '../model-family.ts';
import { type Plugin, type PluginRegistry, registerPlugin } from '../plugin.ts';
import type { ScorerFactory } from '../scorer.ts';
import { token } from './tokens.ts';

const decoderFactory = token<DecoderFactory>('decoder-factory');
const scorerFactory = token<ScorerFactory>('scorer-factory');
const modelFamily = token<ModelFamily>('model-family');

/**
 * What is installed: the decoders and metrics of the registered plugins. Each registry has a container of its own, so
 * two commands in one process don't see each other's plugins. The container finds things; it does not own them.
 */
export class Registry implements PluginRegistry {
  readonly container: DependencyContainer = root.createChildContainer();
  readonly #plugins: Plugin[] = [];

  /** The registered plugins, in the order in which they came. */
  get plugins(): readonly Plugin[] {
    return this.#plugins;
  }

  /** @throws FrameSieveError `plugin-failed` when the plugin throws, or offers an id that is taken. */
  use(plugin: Plugin): void {
    registerPlugin(plugin, this);
    this.#plugins.push(plugin);
  }

  addDecoder(factory: DecoderFactory): void {
    this.#refuseTaken('decoder', factory.id, this.decoders);
    this.container.register(decoderFactory, { useValue: factory });
  }

  addScorer(factory: ScorerFactory): void {
    this.#refuseTaken('metric', factory.id, this.scorers);
    this.container.register(scorerFactory, { useValue: factory });
  }

  addModelFamily(family: ModelFamily): void {
    const named = (list: readonly ModelFamily[]) => list.map(({ name }) => ({ id: name }));
    this.#refuseTaken('model family', family.name, named(this.modelFamilies));
    this.container.register(modelFamily, { useValue: family });
  }

  /** All decoders, in the order in which they were added. */
  get decoders(): readonly DecoderFactory[] {
    return this.container.isRegistered(decoderFactory) ? this.container.resolveAll(decoderFactory) : [];
  }

  /** All metrics, in the order in which they were added. */
  get scorers(): readonly ScorerFactory[] {
    return this.container.isRegistered(scorerFactory) ? this.container.resolveAll(scorerFactory) : [];
  }

  /** All model families, in the order in which they were added. */
  get modelFamilies(): readonly ModelFamily[] {
    return this.container.isRegistered(modelFamily) ? this.container.resolveAll(modelFamily) : [];
  }

  /** @throws FrameSieveError `decoder-unavailable` that lists the ids there are. */
  decoder(id: string): DecoderFactory {
    const found = this.decoders.find(factory => factory.id === id);
    if (found) return found;
    throw new FrameSieveError({
      code: 'decoder-unavailable',
      message: `There is no decoder "${id}".`,
      hint: `Use one of: ${this.decoders.map(factory => factory.id).join(', ') || '(none installed)'}.`,
    });
  }

  /**
   * Finds a metric by its full id, or by its family's name.
   *
   * @throws FrameSieveError `metric-unknown` that lists the ids there are.
   */
  scorer(id: string): ScorerFactory {
    const found =
      this.scorers.find(factory => factory.id === id) ??
      this.scorers.find(factory => factory.isFamilyDefault && factory.id.split('/')[0] === id);
    if (found) return found;
    throw new FrameSieveError({
      code: 'metric-unknown',
      message: `There is no metric "${id}".`,
      hint: `Use one of: ${this.scorers.map(factory => factory.id).join(', ') || '(none installed)'}.`,
    });
  }

  #refuseTaken(kind: string, id: string, present: readonly { readonly id: string }[]): void {
    if (!present.some(factory => factory.id === id)) return;
    throw new FrameSieveError({
      code: 'plugin-failed',
      message: `Two plugins offer the ${kind} "${id}".`,
      hint: 'Take one of them out of `plugins` in the config file.',
    });
  }
}
