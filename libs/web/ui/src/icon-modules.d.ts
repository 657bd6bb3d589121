declare module 'virtual:icon/*' {
  const component: import('./icon').IconComponent;
  export default component;
}
