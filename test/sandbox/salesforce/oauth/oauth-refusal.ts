/** A refusal of the token end-points: `{"error","error_description"}`, 400 unless said otherwise. */
export class OAuthRefusal extends Error {
  readonly error: string;
  readonly status: number;

  constructor(error: string, description: string, status = 400) {
    super(description);
    this.error = error;
    this.status = status;
  }
}
