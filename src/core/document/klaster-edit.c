/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <errno.h>
#include <sys/random.h>

#include "klaster-edit-private.h"

struct _KlasterEdit
{
  gatomicrefcount ref_count;
  char *label;
  char *kind;
  char *merge_key;
  GArray *operations;
  GStringChunk *texts;
  gint64 origin; /* -1: each call is an operation of its own */
};

typedef struct
{
  KlasterEditErrorDetails details;
  char *reason;
} KlasterEditErrorPrivate;

static void
klaster_edit_error_private_init (KlasterEditErrorPrivate *self)
{
  self->details = (KlasterEditErrorDetails) { -1, -1, 0, -1 };
  self->reason = NULL;
}

static void
klaster_edit_error_private_copy (const KlasterEditErrorPrivate *source,
                                 KlasterEditErrorPrivate       *self)
{
  self->details = source->details;
  self->reason = g_strdup (source->reason);
}

static void
klaster_edit_error_private_clear (KlasterEditErrorPrivate *self)
{
  g_free (self->reason);
}

G_DEFINE_EXTENDED_ERROR (KlasterEditError, klaster_edit_error)

/**
 * klaster_edit_error_get_details:
 * @error: an error of %KLASTER_EDIT_ERROR
 * @details: (out caller-allocates): what it is about
 */
void
klaster_edit_error_get_details (const GError            *error,
                                KlasterEditErrorDetails *details)
{
  g_return_if_fail (error != NULL && error->domain == KLASTER_EDIT_ERROR);
  g_return_if_fail (details != NULL);

  *details = klaster_edit_error_get_private (error)->details;
}

/**
 * klaster_edit_error_get_reason:
 * @error: an error of %KLASTER_EDIT_ERROR
 *
 * Returns: (transfer none): the sentence that says why, without the place, for those who show the place themselves
 */
const char *
klaster_edit_error_get_reason (const GError *error)
{
  const char *reason;

  g_return_val_if_fail (error != NULL && error->domain == KLASTER_EDIT_ERROR, NULL);

  reason = klaster_edit_error_get_private (error)->reason;
  return reason ? reason : error->message;
}

void
klaster_edit_error_set_reason (GError     *error,
                               const char *reason)
{
  KlasterEditErrorPrivate *private = klaster_edit_error_get_private (error);

  g_free (private->reason);
  private->reason = g_strdup (reason);
}

void
klaster_edit_error_set_details (GError                        *error,
                                const KlasterEditErrorDetails *details)
{
  g_return_if_fail (error != NULL && error->domain == KLASTER_EDIT_ERROR);

  klaster_edit_error_get_private (error)->details = *details;
}

/**
 * klaster_id_new:
 *
 * Returns: a random number in 1 … %KLASTER_ID_MAX: two copies of a project never give the same one to different records
 */
gint64
klaster_id_new (void)
{
  static _Thread_local guint64 numbers[32];
  static _Thread_local guint n_left;
  gint64 id;

  do
    {
      if (n_left == 0)
        {
          gssize n;

          do
            n = getrandom (numbers, sizeof numbers, 0);
          while (n < 0 && errno == EINTR);
          if (n != (gssize) sizeof numbers)
            g_error ("The system gives no random numbers");
          n_left = G_N_ELEMENTS (numbers);
        }
      id = (gint64) (numbers[--n_left] & KLASTER_ID_MAX);
    }
  while (id == 0);

  return id;
}

/**
 * klaster_edit_new:
 * @label: what Undo and the history call it
 *
 * Returns: (transfer full): an edit without changes
 */
KlasterEdit *
klaster_edit_new (const char *label)
{
  KlasterEdit *self;

  g_return_val_if_fail (label != NULL, NULL);

  self = g_new0 (KlasterEdit, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->label = g_strdup (label);
  self->kind = g_strdup ("edit");
  self->operations = g_array_new (FALSE, FALSE, sizeof (KlasterOperation));
  self->texts = g_string_chunk_new (1024);
  self->origin = -1;

  return self;
}

/**
 * klaster_edit_ref:
 * @self: an edit
 *
 * Returns: (transfer full): @self
 */
KlasterEdit *
klaster_edit_ref (KlasterEdit *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * klaster_edit_unref:
 * @self: (transfer full): an edit
 */
void
klaster_edit_unref (KlasterEdit *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->label);
  g_free (self->kind);
  g_free (self->merge_key);
  g_array_unref (self->operations);
  g_string_chunk_free (self->texts);
  g_free (self);
}

/**
 * klaster_edit_get_label:
 * @self: an edit
 *
 * Returns: (transfer none): what Undo and the history call it
 */
const char *
klaster_edit_get_label (const KlasterEdit *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->label;
}

/**
 * klaster_edit_set_label:
 * @self: an edit
 * @label: what Undo and the history shall call it
 */
void
klaster_edit_set_label (KlasterEdit *self,
                        const char  *label)
{
  g_return_if_fail (self != NULL && label != NULL);

  g_free (self->label);
  self->label = g_strdup (label);
}

/**
 * klaster_edit_get_kind:
 * @self: an edit
 *
 * Returns: (transfer none): the kind of entry the history shows
 */
const char *
klaster_edit_get_kind (const KlasterEdit *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->kind;
}

/**
 * klaster_edit_set_kind:
 * @self: an edit
 * @kind: "edit", "import", "adopt", …
 */
void
klaster_edit_set_kind (KlasterEdit *self,
                       const char  *kind)
{
  g_return_if_fail (self != NULL && kind != NULL);

  g_free (self->kind);
  self->kind = g_strdup (kind);
}

/**
 * klaster_edit_get_merge_key:
 * @self: an edit
 *
 * Returns: (transfer none) (nullable): edits with the same key become one undo step
 */
const char *
klaster_edit_get_merge_key (const KlasterEdit *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->merge_key;
}

/**
 * klaster_edit_set_merge_key:
 * @self: an edit
 * @merge_key: (nullable): of one field in one visit; %NULL: never joined with another edit
 */
void
klaster_edit_set_merge_key (KlasterEdit *self,
                            const char  *merge_key)
{
  g_return_if_fail (self != NULL);

  g_free (self->merge_key);
  self->merge_key = g_strdup (merge_key);
}

/**
 * klaster_edit_get_n_changes:
 * @self: an edit
 *
 * Returns: how many inserts, sets and deletes it holds so far
 */
guint
klaster_edit_get_n_changes (const KlasterEdit *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->operations->len;
}

static void
add_operation (KlasterEdit          *self,
               KlasterOperationType  type,
               KlasterTable          table,
               guint                 column,
               gint64                id,
               KlasterValue          value)
{
  KlasterOperation operation = {
    .type = type,
    .table = table,
    .column = (guint16) MIN (column, G_MAXUINT16),
    .origin = self->origin >= 0 ? (guint32) self->origin : self->operations->len,
    .id = id,
    .value = value,
  };

  if (value.type == KLASTER_VALUE_TEXT)
    operation.value = value.text ? KLASTER_TEXT (g_string_chunk_insert (self->texts, value.text)) : KLASTER_NULL;
  g_array_append_val (self->operations, operation);
}

/**
 * klaster_edit_insert:
 * @self: an edit
 * @table: a table
 *
 * Returns: the new row's identifier: 1 for the cluster, of which there is only one, otherwise a random one
 */
gint64
klaster_edit_insert (KlasterEdit  *self,
                     KlasterTable  table)
{
  gint64 id = table == KLASTER_TABLE_CLUSTER ? 1 : klaster_id_new ();

  klaster_edit_insert_with_id (self, table, id);
  return id;
}

/**
 * klaster_edit_insert_with_id:
 * @self: an edit
 * @table: a table
 * @id: the new row's identifier
 */
void
klaster_edit_insert_with_id (KlasterEdit  *self,
                             KlasterTable  table,
                             gint64        id)
{
  g_return_if_fail (self != NULL && table < KLASTER_N_TABLES);

  add_operation (self, KLASTER_OPERATION_INSERT, table, 0, id, KLASTER_NULL);
}

/**
 * klaster_edit_set:
 * @self: an edit
 * @table: a table
 * @id: a row that is there or was inserted by this edit
 * @column: position of a column
 * @value: what shall stand there; text is copied
 */
void
klaster_edit_set (KlasterEdit  *self,
                  KlasterTable  table,
                  gint64        id,
                  guint         column,
                  KlasterValue  value)
{
  g_return_if_fail (self != NULL && table < KLASTER_N_TABLES);

  add_operation (self, KLASTER_OPERATION_SET, table, column, id, value);
}

/**
 * klaster_edit_delete:
 * @self: an edit
 * @table: a table
 * @id: the row that shall go, with what belongs to it
 */
void
klaster_edit_delete (KlasterEdit  *self,
                     KlasterTable  table,
                     gint64        id)
{
  g_return_if_fail (self != NULL && table < KLASTER_N_TABLES);

  add_operation (self, KLASTER_OPERATION_DELETE, table, 0, id, KLASTER_NULL);
}

void
klaster_edit_set_origin (KlasterEdit *self,
                         guint        origin)
{
  g_return_if_fail (self != NULL);

  self->origin = origin;
}

const KlasterOperation *
klaster_edit_get_operations (const KlasterEdit *self,
                             guint             *n_operations)
{
  g_return_val_if_fail (self != NULL && n_operations != NULL, NULL);

  *n_operations = self->operations->len;
  return (const KlasterOperation *) (gpointer) self->operations->data;
}
