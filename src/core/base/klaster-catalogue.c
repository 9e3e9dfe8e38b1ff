/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-catalogue.h"

#define MAGIC 0x950412de
#define HEADER 28
/* Between context and text */
#define CONTEXT_END "\004"
/* Formulas of real languages are nested a few brackets deep. */
#define MAX_DEPTH 40
#define MAX_FORMS 8

struct _KlasterCatalogue
{
  GBytes *bytes;
  GHashTable *entries; /* text, borrowed from the bytes → Entry */
  char *plural;        /* (nullable): the formula: "n != 1" */
};

typedef struct
{
  const char *text; /* forms one after the other, each with its end */
  gsize length;
} Entry;

/* What is left of a formula while it is worked out */
typedef struct
{
  const char *rest;
  gulong n;
  guint depth;
  gboolean failed;
} Formula;

static gulong evaluate_choice (Formula *self);

static gboolean
take (Formula    *self,
      const char *sign)
{
  gsize length = strlen (sign);

  self->rest += strspn (self->rest, " \t");
  if (strncmp (self->rest, sign, length) != 0)
    return FALSE;
  self->rest += length;
  return TRUE;
}

static gulong
evaluate_operand (Formula *self)
{
  gulong value = 0;

  if (++self->depth > MAX_DEPTH)
    self->failed = TRUE;
  else if (take (self, "!"))
    value = !evaluate_operand (self);
  else if (take (self, "("))
    {
      value = evaluate_choice (self);
      self->failed = self->failed || !take (self, ")");
    }
  else if (take (self, "n"))
    value = self->n;
  else if (g_ascii_isdigit (*self->rest))
    {
      char *end;

      value = (gulong) g_ascii_strtoull (self->rest, &end, 10);
      self->rest = end;
    }
  else
    self->failed = TRUE;
  self->depth--;

  return value;
}

/* Operators by how closely they bind, the loosest first; longer signs before those that they begin with */
static const char *const operators[][5] = {
  { "||", NULL }, { "&&", NULL }, { "==", "!=", NULL }, { "<=", ">=", "<", ">", NULL }, { "+", "-", NULL },
  { "*", "/", "%", NULL },
};

static gulong
apply (Formula    *self,
       const char *sign,
       gulong      left,
       gulong      right)
{
  if ((*sign == '/' || *sign == '%') && right == 0)
    {
      self->failed = TRUE;
      return 0;
    }
  switch (*sign)
    {
    case '|': return left || right;
    case '&': return left && right;
    case '=': return left == right;
    case '!': return left != right;
    case '<': return sign[1] == '=' ? left <= right : left < right;
    case '>': return sign[1] == '=' ? left >= right : left > right;
    case '+': return left + right;
    case '-': return left - right;
    case '*': return left * right;
    case '/': return left / right;
    default: return left % right;
    }
}

static gulong
evaluate_operators (Formula *self,
                    guint    level)
{
  gulong value;

  if (level == G_N_ELEMENTS (operators))
    return evaluate_operand (self);
  value = evaluate_operators (self, level + 1);
  while (!self->failed)
    {
      const char *sign = NULL;

      for (guint i = 0; sign == NULL && operators[level][i] != NULL; i++)
        if (take (self, operators[level][i]))
          sign = operators[level][i];
      if (sign == NULL)
        break;
      value = apply (self, sign, value, evaluate_operators (self, level + 1));
    }

  return value;
}

static gulong
evaluate_choice (Formula *self)
{
  gulong condition, yes, no;

  if (++self->depth > MAX_DEPTH)
    {
      self->failed = TRUE;
      return 0;
    }
  condition = evaluate_operators (self, 0);
  if (!self->failed && take (self, "?"))
    {
      yes = evaluate_choice (self);
      self->failed = self->failed || !take (self, ":");
      no = self->failed ? 0 : evaluate_choice (self);
      condition = condition ? yes : no;
    }
  self->depth--;

  return condition;
}

/* Which form goes with @n; a formula that cannot be read gives the first. */
static guint
choose_form (const char *plural,
             gulong      n)
{
  Formula formula = { .rest = plural, .n = n };
  gulong form = evaluate_choice (&formula);

  return formula.failed || form >= MAX_FORMS ? 0 : (guint) form;
}

static char *
read_plural (const char *header)
{
  const char *start = strstr (header, "Plural-Forms:");
  gsize length;

  start = start != NULL ? strstr (start, "plural=") : NULL;
  /* The first occurrence is the end of “nplurals=”. */
  while (start != NULL && start > header && start[-1] == 'n')
    start = strstr (start + 1, "plural=");
  if (start == NULL)
    return NULL;
  start += strlen ("plural=");
  length = strcspn (start, ";\n");

  return g_strndup (start, length);
}

/* The string that the table at @table describes in its place @i; NULL when it lies outside of the file. */
static const char *
read_string (const guint8 *data,
             gsize         size,
             gboolean      swapped,
             guint32       table,
             guint32       i,
             gsize        *length)
{
  guint64 position = (guint64) table + (guint64) i * 8;
  guint32 pair[2];

  if (position + sizeof pair > size)
    return NULL;
  memcpy (pair, data + position, sizeof pair);
  if (swapped)
    for (guint k = 0; k < 2; k++)
      pair[k] = GUINT32_SWAP_LE_BE (pair[k]);
  if ((guint64) pair[1] + pair[0] >= size || data[pair[1] + pair[0]] != '\0')
    return NULL;
  *length = pair[0];

  return (const char *) data + pair[1];
}

/**
 * klaster_catalogue_new:
 * @bytes: a .mo file
 * @error: return location for a #GIOErrorEnum
 *
 * Reads it. Texts that are not UTF-8 are left out.
 *
 * Returns: (transfer full) (nullable): its translations, or %NULL when it is not such a file or is damaged
 */
KlasterCatalogue *
klaster_catalogue_new (GBytes  *bytes,
                       GError **error)
{
  g_autoptr (KlasterCatalogue) self = NULL;
  gsize size;
  const guint8 *data;
  guint32 header[HEADER / 4];
  gboolean swapped;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  if (size >= HEADER)
    memcpy (header, data, HEADER);
  swapped = size >= HEADER && header[0] == GUINT32_SWAP_LE_BE (MAGIC);
  if (size < HEADER || (header[0] != MAGIC && !swapped))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("The file is not a catalogue of translations"));
      return NULL;
    }
  for (guint i = 1; swapped && i < G_N_ELEMENTS (header); i++)
    header[i] = GUINT32_SWAP_LE_BE (header[i]);

  self = g_new0 (KlasterCatalogue, 1);
  self->bytes = g_bytes_ref (bytes);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  for (guint32 i = 0; i < header[2]; i++)
    {
      gsize key_length, length;
      const char *key = read_string (data, size, swapped, header[3], i, &key_length);
      const char *text = read_string (data, size, swapped, header[4], i, &length);
      Entry *entry;

      if (key == NULL || text == NULL)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("The catalogue of translations is damaged"));
          return NULL;
        }
      if (*key == '\0')
        {
          g_free (self->plural);
          self->plural = read_plural (text);
          continue;
        }
      /* A plural has its second form behind the end of the first, so the first alone is the key. */
      if (!g_utf8_validate (key, -1, NULL) || *text == '\0')
        continue;
      entry = g_new (Entry, 1);
      entry->text = text;
      entry->length = length;
      g_hash_table_replace (self->entries, (gpointer) key, entry);
    }

  return g_steal_pointer (&self);
}

/**
 * klaster_catalogue_free:
 * @self: (nullable): a catalogue
 */
void
klaster_catalogue_free (KlasterCatalogue *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->entries);
  g_bytes_unref (self->bytes);
  g_free (self->plural);
  g_free (self);
}

static const char *
get_form (const Entry *entry,
          guint        form)
{
  const char *text = entry->text;

  for (guint i = 0; i < form; i++)
    {
      const char *next = text + strlen (text) + 1;

      /* Fewer forms than the formula promises: the last there is */
      if (next >= entry->text + entry->length)
        break;
      text = next;
    }

  return g_utf8_validate (text, -1, NULL) ? text : NULL;
}

/**
 * klaster_catalogue_lookup:
 * @self: a catalogue
 * @context: (nullable): what tells texts apart that read the same in English
 * @text: the text in the source
 *
 * Returns: (transfer none) (nullable): its translation, %NULL when it has none
 */
const char *
klaster_catalogue_lookup (const KlasterCatalogue *self,
                          const char             *context,
                          const char             *text)
{
  g_autofree char *key = NULL;
  const Entry *entry;

  g_return_val_if_fail (self != NULL && text != NULL, NULL);

  key = context != NULL ? g_strconcat (context, CONTEXT_END, text, NULL) : NULL;
  entry = g_hash_table_lookup (self->entries, key != NULL ? key : text);

  return entry != NULL ? get_form (entry, 0) : NULL;
}

/**
 * klaster_catalogue_lookup_n:
 * @self: a catalogue
 * @text: the singular in the source
 * @n: the number that it is about
 *
 * Returns: (transfer none) (nullable): the translation in the form that goes with @n
 */
const char *
klaster_catalogue_lookup_n (const KlasterCatalogue *self,
                            const char             *text,
                            gulong                  n)
{
  const Entry *entry;

  g_return_val_if_fail (self != NULL && text != NULL, NULL);

  entry = g_hash_table_lookup (self->entries, text);
  if (entry == NULL)
    return NULL;

  return get_form (entry, self->plural != NULL ? choose_form (self->plural, n) : n != 1);
}
