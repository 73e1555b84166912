/** What is there once a picture is open: one file to fetch. */
export { default as Actions } from './Actions.svelte';
export { default as Workspace } from './Workspace.svelte';
