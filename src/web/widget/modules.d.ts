declare module "*.css" {
  const text: string;
  export default text;
}

declare module "react-dom/client" {
  export function createRoot(element: Element): {
    render(content: import("react").ReactNode): void;
    unmount(): void;
  };
}
