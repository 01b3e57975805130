// Light or dark: as the system says, until somebody chooses.

const system = matchMedia('(prefers-color-scheme: dark)');

export function startTheme() {
  apply();
  system.addEventListener('change', apply);
}

export const isDark = () => (localStorage.getItem('theme') ?? (system.matches ? 'dark' : 'light')) === 'dark';

export function switchTheme() {
  localStorage.setItem('theme', isDark() ? 'light' : 'dark');
  apply();
}

function apply() {
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
}
