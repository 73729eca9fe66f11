/** An e-mail address that breaks before its @ if it has to break at all. */
export function AddressText({ address }: { address: string }) {
  const at = Math.max(0, address.lastIndexOf("@"));
  return (
    <>
      {address.slice(0, at)}
      <wbr />
      {address.slice(at)}
    </>
  );
}
