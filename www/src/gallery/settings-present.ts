/** Whether settings were ever kept, told without the code that reads them: a first visit need not fetch it. */

export const settingsDatabase = 'pathloom-settings';

/** True as well where the browser does not tell. */
export async function mayHaveSettings(): Promise<boolean> {
  if (!('databases' in indexedDB)) return true;
  return (await indexedDB.databases()).some(({ name }) => name === settingsDatabase);
}
