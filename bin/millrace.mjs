#!/usr/bin/env node
import '../dist/cli/millrace.js';
