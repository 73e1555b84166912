import fc from 'fast-check';
import { seed } from '../../pkg-config/seed.mjs';

fc.configureGlobal({ seed });
