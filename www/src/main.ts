import { mount } from 'svelte';
import './app.css';
import App from './App.svelte';
import { language } from './strings/language.svelte.js';

const target = document.getElementById('app');
// In a turn of its own: reading the script has just taken one.
if (target) void language.begin().then(() => setTimeout(() => mount(App, { target })));
