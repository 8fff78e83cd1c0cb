export { makeFolder } from './make-folder.ts';
export { downloadsFolder, frameSieveHome, type HomeSurroundings, modelsFolder } from './models-folder.ts';
