export { type OpenStoreOptions, openStore } from './open-store.ts';
export { sqliteAvailability } from './sqlite-availability.ts';
