declare module "*.css";

declare module "react-dom/client" {
  export function createRoot(element: Element): { render(content: import("react").ReactNode): void };
}
