/** Attach a stream to a media element; a stream is a property, so markup cannot say it. */
export function shows(stream: MediaStream): (element: HTMLMediaElement) => () => void {
  return (element) => {
    element.srcObject = stream;
    return () => {
      element.srcObject = null;
    };
  };
}
