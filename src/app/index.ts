// What the command line gets: a project opened from settings.
export { openProject } from './project.js';
