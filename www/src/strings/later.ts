/** The words of parts that are not there from the start; only they import this, so that English comes with them. */
import { language } from './language.svelte.js';
import { type Later, later } from './later.en';

export const laterStrings = (): Later => language.strings.later ?? later;
