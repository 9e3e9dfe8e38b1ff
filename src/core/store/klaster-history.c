/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-history.h"
#include "klaster-json-node.h"

/* An undo step: what is on the two stacks. */
typedef struct
{
  guint first;  /* position of its first entry */
  gint carrier; /* position of the undo or redo that brought it to its stack; -1: its own entries did */
} Step;

struct _KlasterHistory
{
  GPtrArray *entries;
  GHashTable *positions; /* uuid → position + 1 */
  GHashTable *undone;    /* steps that are undone */
  GArray *undo;
  GArray *redo;
};

static void
detail_free (gpointer data)
{
  KlasterHistoryDetail *detail = data;

  g_free (detail->before);
  g_free (detail->after);
  g_free (detail);
}

static void
clear_entry (gpointer data)
{
  KlasterHistoryEntry *self = data;

  g_free (self->uuid);
  g_free (self->parent);
  g_free (self->kind);
  g_free (self->target);
  g_free (self->step);
  g_free (self->merge_key);
  g_free (self->author);
  g_free (self->label);
  g_free (self->summary);
  g_clear_pointer (&self->details, g_ptr_array_unref);
}

/**
 * klaster_history_entry_new:
 * @kind: its kind
 * @label: as people read it
 * @author: who does it
 *
 * Returns: (transfer full): an entry of now, with a uuid, that stands alone
 */
KlasterHistoryEntry *
klaster_history_entry_new (const char *kind,
                           const char *label,
                           const char *author)
{
  KlasterHistoryEntry *self = g_rc_box_new0 (KlasterHistoryEntry);

  self->uuid = g_uuid_string_random ();
  self->step = g_strdup (self->uuid);
  self->kind = g_strdup (kind);
  self->label = g_strdup (label ? label : "");
  self->author = g_strdup (author ? author : "");
  self->time = g_get_real_time () / 1000;
  self->schema = KLASTER_SCHEMA_VERSION;
  self->summary = g_strdup ("{}");

  return self;
}

KlasterHistoryEntry *
klaster_history_entry_copy (const KlasterHistoryEntry *self)
{
  KlasterHistoryEntry *copy = g_rc_box_dup (sizeof *self, (gpointer) self);

  copy->uuid = g_strdup (self->uuid);
  copy->parent = g_strdup (self->parent);
  copy->kind = g_strdup (self->kind);
  copy->target = g_strdup (self->target);
  copy->step = g_strdup (self->step);
  copy->merge_key = g_strdup (self->merge_key);
  copy->author = g_strdup (self->author);
  copy->label = g_strdup (self->label);
  copy->summary = g_strdup (self->summary);
  copy->details = g_ptr_array_new_with_free_func (detail_free);

  return copy;
}

KlasterHistoryEntry *
klaster_history_entry_ref (KlasterHistoryEntry *self)
{
  return g_rc_box_acquire (self);
}

void
klaster_history_entry_unref (KlasterHistoryEntry *self)
{
  g_rc_box_release_full (self, clear_entry);
}

gboolean
klaster_history_entry_has_content (const KlasterHistoryEntry *self)
{
  return strcmp (self->kind, "version") != 0;
}

gboolean
klaster_history_entry_is_start (const KlasterHistoryEntry *self)
{
  return klaster_history_entry_has_content (self) && (!self->recorded || strcmp (self->kind, "new") == 0);
}

/**
 * klaster_history_entry_set_summary:
 * @self: an entry
 * @delta: what it changes
 */
void
klaster_history_entry_set_summary (KlasterHistoryEntry *self,
                                   const KlasterDelta  *delta)
{
  guint counts[KLASTER_N_TABLES][3] = { 0 };
  g_autoptr (GString) json = g_string_new ("{");

  for (guint i = 0; i < klaster_delta_get_n_changes (delta); i++)
    {
      const KlasterRowChange *change = klaster_delta_get_change (delta, i);

      counts[change->table][change->before == NULL ? 0 : change->after ? 1 : 2]++;
    }
  self->n_inserted = self->n_updated = self->n_deleted = 0;
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      if (counts[t][0] + counts[t][1] + counts[t][2] == 0)
        continue;
      g_string_append_printf (json, "%s\"%s\":{\"inserted\":%u,\"updated\":%u,\"deleted\":%u}", json->len > 1 ? "," : "",
                              klaster_schema_get_table (t)->name, counts[t][0], counts[t][1], counts[t][2]);
      if (klaster_schema_is_internal (t))
        continue;
      self->n_inserted += counts[t][0];
      self->n_updated += counts[t][1];
      self->n_deleted += counts[t][2];
    }
  g_string_append_c (json, '}');

  g_free (self->summary);
  self->summary = g_string_free (g_steal_pointer (&json), FALSE);
}

static guint
get_count (JsonObject *object,
           const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  gint64 count = node && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : 0;

  return (guint) CLAMP (count, 0, G_MAXINT32);
}

gboolean
klaster_history_entry_parse_summary (KlasterHistoryEntry *self)
{
  g_autoptr (JsonNode) root = klaster_json_node_parse (self->summary, -1, NULL);
  JsonObjectIter iter;
  const char *name;
  KlasterTable table;
  JsonNode *node;

  self->n_inserted = self->n_updated = self->n_deleted = 0;
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  json_object_iter_init (&iter, json_node_get_object (root));
  while (json_object_iter_next (&iter, &name, &node))
    {
      if (!JSON_NODE_HOLDS_OBJECT (node))
        return FALSE;
      /* People count records, not places in a picture. */
      if (klaster_schema_find_stored_table (name, &table) && klaster_schema_is_internal (table))
        continue;
      self->n_inserted += get_count (json_node_get_object (node), "inserted");
      self->n_updated += get_count (json_node_get_object (node), "updated");
      self->n_deleted += get_count (json_node_get_object (node), "deleted");
    }

  return TRUE;
}

static void
reset (KlasterHistory *self)
{
  g_hash_table_remove_all (self->positions);
  g_hash_table_remove_all (self->undone);
  g_array_set_size (self->undo, 0);
  g_array_set_size (self->redo, 0);
}

KlasterHistory *
klaster_history_new (void)
{
  KlasterHistory *self = g_new0 (KlasterHistory, 1);

  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_history_entry_unref);
  self->positions = g_hash_table_new (g_str_hash, g_str_equal);
  self->undone = g_hash_table_new (g_str_hash, g_str_equal);
  self->undo = g_array_new (FALSE, FALSE, sizeof (Step));
  self->redo = g_array_new (FALSE, FALSE, sizeof (Step));

  return self;
}

void
klaster_history_free (KlasterHistory *self)
{
  g_hash_table_unref (self->positions);
  g_hash_table_unref (self->undone);
  g_array_unref (self->undo);
  g_array_unref (self->redo);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

/* Moves the step that @target names from the top of one stack to the other. A file from a stranger may name another. */
static gboolean
move_step (KlasterHistory *self,
           GArray         *from,
           GArray         *to,
           const char     *target,
           guint           carrier)
{
  Step step;
  KlasterHistoryEntry *first;

  if (from->len == 0)
    return FALSE;
  step = g_array_index (from, Step, from->len - 1);
  first = g_ptr_array_index (self->entries, step.first);
  if (g_strcmp0 (first->step, target) != 0)
    return FALSE;

  g_array_set_size (from, from->len - 1);
  step.carrier = (gint) carrier;
  g_array_append_val (to, step);
  if (to == self->redo)
    g_hash_table_add (self->undone, first->step);
  else
    g_hash_table_remove (self->undone, first->step);

  return TRUE;
}

/* Undone is derived: this is the whole rule. */
static void
derive (KlasterHistory *self,
        guint           position)
{
  KlasterHistoryEntry *entry = g_ptr_array_index (self->entries, position);
  Step *top = self->undo->len ? &g_array_index (self->undo, Step, self->undo->len - 1) : NULL;
  Step step = { position, -1 };

  g_hash_table_insert (self->positions, entry->uuid, GUINT_TO_POINTER (position + 1));
  if (!klaster_history_entry_has_content (entry))
    return;
  if (strcmp (entry->kind, "undo") == 0 && move_step (self, self->undo, self->redo, entry->target, position))
    return;
  if (strcmp (entry->kind, "redo") == 0 && move_step (self, self->redo, self->undo, entry->target, position))
    return;

  g_array_set_size (self->redo, 0);
  if (klaster_history_entry_is_start (entry))
    g_array_set_size (self->undo, 0);
  else if (top == NULL || top->carrier >= 0 ||
           strcmp (((KlasterHistoryEntry *) g_ptr_array_index (self->entries, top->first))->step, entry->step) != 0)
    g_array_append_val (self->undo, step);
}

/**
 * klaster_history_append:
 * @self: a history
 * @entry: (transfer full): its next entry
 *
 * An entry with the merge key of the one before it joins its undo step.
 */
void
klaster_history_append (KlasterHistory      *self,
                        KlasterHistoryEntry *entry)
{
  KlasterHistoryEntry *head = klaster_history_get_head (self);

  if (head)
    {
      g_free (entry->parent);
      entry->parent = g_strdup (head->uuid);
      entry->time = MAX (entry->time, head->time + 1); /* a wrong clock cannot go back */
      if (entry->merge_key && g_strcmp0 (entry->merge_key, head->merge_key) == 0)
        {
          g_free (entry->step);
          entry->step = g_strdup (head->step);
        }
    }
  g_ptr_array_add (self->entries, entry);
  derive (self, self->entries->len - 1);
}

void
klaster_history_truncate (KlasterHistory *self,
                          guint           n_entries)
{
  g_return_if_fail (n_entries <= self->entries->len);

  reset (self);
  g_ptr_array_set_size (self->entries, (gint) n_entries);
  for (guint i = 0; i < n_entries; i++)
    derive (self, i);
}

guint
klaster_history_get_n (KlasterHistory *self)
{
  return self->entries->len;
}

KlasterHistoryEntry *
klaster_history_get (KlasterHistory *self,
                     guint           position)
{
  g_return_val_if_fail (position < self->entries->len, NULL);

  return g_ptr_array_index (self->entries, position);
}

KlasterHistoryEntry *
klaster_history_get_head (KlasterHistory *self)
{
  return self->entries->len ? g_ptr_array_index (self->entries, self->entries->len - 1) : NULL;
}

gint
klaster_history_find (KlasterHistory *self,
                      const char     *uuid)
{
  return uuid ? (gint) GPOINTER_TO_UINT (g_hash_table_lookup (self->positions, uuid)) - 1 : -1;
}

static KlasterHistoryEntry *
get_top (KlasterHistory *self,
         GArray         *stack)
{
  return stack->len ? g_ptr_array_index (self->entries, g_array_index (stack, Step, stack->len - 1).first) : NULL;
}

KlasterHistoryEntry *
klaster_history_get_undo (KlasterHistory *self)
{
  return get_top (self, self->undo);
}

KlasterHistoryEntry *
klaster_history_get_redo (KlasterHistory *self)
{
  return get_top (self, self->redo);
}

guint
klaster_history_get_n_undo (KlasterHistory *self)
{
  return self->undo->len;
}

guint
klaster_history_get_n_redo (KlasterHistory *self)
{
  return self->redo->len;
}

static GPtrArray *
list_top (KlasterHistory *self,
          GArray         *stack)
{
  GPtrArray *result = g_ptr_array_new ();
  const Step *step;
  KlasterHistoryEntry *first;

  if (stack->len == 0)
    return result;
  step = &g_array_index (stack, Step, stack->len - 1);
  if (step->carrier >= 0)
    {
      g_ptr_array_add (result, g_ptr_array_index (self->entries, step->carrier));
      return result;
    }

  first = g_ptr_array_index (self->entries, step->first);
  for (guint i = step->first; i < self->entries->len; i++)
    {
      KlasterHistoryEntry *entry = g_ptr_array_index (self->entries, i);

      if (!klaster_history_entry_has_content (entry))
        continue;
      if (strcmp (entry->step, first->step) != 0)
        break;
      g_ptr_array_insert (result, 0, entry);
    }

  return result;
}

GPtrArray *
klaster_history_list_undo (KlasterHistory *self)
{
  return list_top (self, self->undo);
}

GPtrArray *
klaster_history_list_redo (KlasterHistory *self)
{
  return list_top (self, self->redo);
}

GPtrArray *
klaster_history_list_since (KlasterHistory *self,
                            guint           position)
{
  g_autoptr (GPtrArray) result = g_ptr_array_new ();

  g_return_val_if_fail (position < self->entries->len, NULL);

  for (guint i = self->entries->len; i > position + 1; i--)
    {
      KlasterHistoryEntry *entry = g_ptr_array_index (self->entries, i - 1);

      if (klaster_history_entry_is_start (entry))
        return NULL;
      if (klaster_history_entry_has_content (entry))
        g_ptr_array_add (result, entry);
    }

  return g_steal_pointer (&result);
}

gboolean
klaster_history_is_undone (KlasterHistory *self,
                           const char     *step)
{
  return g_hash_table_contains (self->undone, step);
}
