declare module "*.xml" {
  const text: string;
  export default text;
}
declare module "*report-page.html" {
  const text: string;
  export default text;
}
