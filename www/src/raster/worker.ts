/** The raster worker's entry. */
import { expose } from 'comlink';
import service from './service';

expose(service);
