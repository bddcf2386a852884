/** Small functions of the generated program, for meanings that Spark has no word for. Each is printed where it is used. */

const sources = {
  divide: `def divide(a: Column, b: Column) -> Column:
    """a / b as IEEE 754 has it: a zero divisor gives an infinity or NaN, not an error."""
    a, b = a.cast("double"), b.cast("double")
    return F.when(b == 0, a * F.pow(b, F.lit(-1.0))).otherwise(a / b)
`,
  round_half_away: `def round_half_away(x: Column, digits: int) -> Column:
    """Fractional numbers rounded to digits, halves away from zero."""
    scale = 10.0 ** abs(digits)
    if digits < 0:
        return F.when(F.abs(x) < float("inf"), F.round(x / scale) * scale).when(x.isNotNull(), 0.0)
    rounded = F.round(x * scale) / scale
    return F.when(F.abs(x * scale) < float("inf"), rounded).otherwise(x)
`,
  round_half_even: `def round_half_even(x: Column, digits: int) -> Column:
    """Fractional numbers rounded to digits, halves to the even neighbour."""
    scale = 10.0**digits
    return F.rint(x * scale) / scale
`,
  whole: `def whole(x: Column, rounded: Column) -> Column:
    """rounded as a double; from 2**52 on every double is whole already, and so are infinities and NaN."""
    return F.when(F.abs(x) < 2.0**52, rounded.cast("double")).otherwise(x)
`,
  must: `def must(x: Column, holds: Column, message: str) -> Column:
    """x where it is defined; anything else stops the job with the message."""
    return F.when(x.isNull() | holds, x).otherwise(F.raise_error(F.lit(message)))
`,
  title_case: `def title_case(x: Column) -> Column:
    """Each run of letters and digits with a capital first letter, the rest small."""
    words = F.regexp_extract_all(x, F.lit(r"[\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+"), F.lit(0))
    capital = F.transform(words, lambda w: F.concat(F.upper(F.left(w, F.lit(1))), F.lower(F.substr(w, F.lit(2)))))
    return F.array_join(capital, "")
`,
  date_text: `def date_text(x: Column) -> Column:
    """Text that starts with year, month and day; null for any other."""
    return F.when(x.rlike(r"^\\s*\\d{4,}[-/]\\d{1,2}[-/]\\d{1,2}(\\D|$)"), F.translate(x, "/", "-"))
`,
  time_text: `def time_text(x: Column) -> Column:
    """Text of a date with or without a time of day and without a zone; null for any other."""
    return F.when(x.rlike(r"^\\s*\\d{4,}-\\d{1,2}-\\d{1,2}([ T]\\d{1,2}:\\d{1,2}:\\d{1,2}(\\.\\d{1,6})?)?\\s*$"), x)
`,
} as const;

export type Helper = keyof typeof sources;

/** The Python of a helper. */
export const helperSource = (name: Helper): string => sources[name];

export const helperNames = Object.keys(sources) as readonly Helper[];
