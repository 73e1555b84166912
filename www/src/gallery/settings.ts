/**
 * The present settings, a record for each: a turned dial writes its own few bytes and nothing else.
 *
 * A database of its own, so that clearing the gallery keeps the settings and the other way round, and the page
 * needs no worker to read them.
 */
import { type DBSchema, openDB } from 'idb';
import { settingsDatabase } from './settings-present';

interface SettingsSchema extends DBSchema {
  settings: { key: string; value: unknown };
}

const open = () =>
  openDB<SettingsSchema>(settingsDatabase, 1, {
    upgrade: (db) => void db.createObjectStore('settings'),
    blocking: (_before, _after, event) => (event.target as IDBDatabase).close(),
  });

let database: ReturnType<typeof open> | undefined;

/** Everything that is kept. */
export async function readSettings(): Promise<Record<string, unknown>> {
  database ??= open();
  const store = (await database).transaction('settings').store;
  const [names, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
  return Object.fromEntries(names.map((name, at) => [name, values[at]]));
}

/** Writes what changed in one transaction; `undefined` takes a record away. */
export async function writeSettings(changes: Readonly<Record<string, unknown>>): Promise<void> {
  database ??= open();
  const transaction = (await database).transaction('settings', 'readwrite');
  await Promise.all([
    ...Object.entries(changes).map(([name, value]) =>
      value === undefined ? transaction.store.delete(name) : transaction.store.put(value, name),
    ),
    transaction.done,
  ]);
}
