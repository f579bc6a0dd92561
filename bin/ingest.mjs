#!/usr/bin/env node
// Stands outside `dist`, so that a build does not take away that it may be run.
import '../dist/src/cli/ingest.js';
