/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "klaster-academic-year.h"
#include "klaster-derive.h"
#include "klaster-focus.h"
#include "klaster-language.h"
#include "klaster-scope-counts.h"
#include "klaster-scope-popover.h"
#include "klaster-spoken.h"
#include "klaster-worker.h"

/* Years before today and after it that are offered whether or not there is anything in them */
#define YEARS_BEFORE 3
#define YEARS_AFTER 2
/* No typing error in a date makes a list that cannot be read. */
#define MAX_YEARS 40

/**
 * KlasterScopePopover:
 *
 * The academic year, the day and the cooperations that all pages look at, with the number of cooperations that each choice
 * would leave. Values of one heading widen the choice, headings narrow it.
 */
struct _KlasterScopePopover
{
  GtkPopover parent_instance;

  KlasterScope *scope;
  GCancellable *cancellable;
  KlasterScopeCounts *counts; /* (nullable): being counted */
  gboolean updating;

  GtkDropDown *year_drop_down;
  GtkStringList *years; /* the first: all of them */
  GtkEntry *date_entry;
  GtkLabel *date_message;
  GtkBox *box;
  GtkWidget *clear_button;
  GPtrArray *checks; /* GtkCheckButton, not owned: children of the box */
};

enum
{
  PROP_SCOPE = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static const char *const token_lists[KLASTER_SCOPE_N_LISTS] = {
  [KLASTER_SCOPE_ORIENTATIONS] = "orientations",
  [KLASTER_SCOPE_MODELS] = "models",
  [KLASTER_SCOPE_AREAS] = "areas",
  [KLASTER_SCOPE_STATUSES] = "cooperation_statuses",
};

G_DEFINE_FINAL_TYPE (KlasterScopePopover, klaster_scope_popover, GTK_TYPE_POPOVER)

/* A choice by one token of a list */
typedef struct
{
  KlasterScopeList list;
  char *token;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_free (choice->token);
  g_free (choice);
}

static const char *
get_list_name (KlasterScopeList list)
{
  switch (list)
    {
    case KLASTER_SCOPE_ORIENTATIONS:
      return C_("filter", "Orientation");
    case KLASTER_SCOPE_MODELS:
      return C_("filter", "Model");
    case KLASTER_SCOPE_AREAS:
      return C_("filter", "Area");
    case KLASTER_SCOPE_STATUSES:
      return C_("filter", "Status");
    case KLASTER_SCOPE_N_LISTS:
    default:
      g_return_val_if_reached ("");
    }
}

static const char *
get_token_name (KlasterSnapshot  *snapshot,
                KlasterScopeList  list,
                const char       *token)
{
  if (*token != '\0')
    return klaster_vocabulary_get_name (snapshot, token_lists[list], token, klaster_language_get_default ());
  if (list == KLASTER_SCOPE_ORIENTATIONS)
    return C_("orientation", "Not determined");

  /* Translators: a choice in a filter: cooperations of which no model, area or status is stated */
  return C_("filter", "Not stated");
}

static KlasterProject *
dup_project (KlasterScopePopover *self)
{
  KlasterProject *project = NULL;

  if (self->scope)
    g_object_get (self->scope, "project", &project, NULL);

  return project;
}

static gboolean
is_chosen (KlasterScopePopover *self,
           const Choice        *choice)
{
  const char *const *tokens = klaster_scope_get_tokens (self->scope, choice->list);

  return tokens != NULL && g_strv_contains (tokens, choice->token);
}

static void
toggled_cb (GtkCheckButton      *check,
            KlasterScopePopover *self)
{
  const Choice *changed = g_object_get_data (G_OBJECT (check), "choice");
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();

  if (self->updating)
    return;

  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkCheckButton *other = g_ptr_array_index (self->checks, i);
      const Choice *choice = g_object_get_data (G_OBJECT (other), "choice");

      if (choice->list == changed->list && gtk_check_button_get_active (other))
        g_ptr_array_add (tokens, choice->token);
    }
  g_ptr_array_add (tokens, NULL);
  klaster_scope_set_tokens (self->scope, changed->list, tokens->len > 1 ? (const char *const *) tokens->pdata : NULL);
}

static void
add_check (KlasterScopePopover *self,
           KlasterScopeList     list,
           const char          *token)
{
  GtkWidget *check = gtk_check_button_new ();
  Choice *choice = g_new0 (Choice, 1);

  choice->list = list;
  choice->token = g_strdup (token);
  g_object_set_data_full (G_OBJECT (check), "choice", choice, choice_free);
  g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_box_append (self->box, check);
  g_ptr_array_add (self->checks, check);
}

static void
set_label (GtkWidget  *check,
           const char *name,
           guint       count)
{
  /* Translators: a choice in a filter: what, and how many that would leave: "Vertical (3)". */
  g_autofree char *label = g_strdup_printf (_("%1$s (%2$u)"), name, count);

  gtk_check_button_set_label (GTK_CHECK_BUTTON (check), label);
}

static int
compare_tokens (gconstpointer a,
                gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* The tokens of the list in the order of the vocabulary, then those of the project's own, then what is not stated: of each
 * those that occur or are chosen. */
static GPtrArray *
list_tokens (KlasterScopePopover *self,
             KlasterScopeList     list)
{
  const char *const *known = klaster_schema_get_tokens (token_lists[list]);
  GPtrArray *tokens = g_ptr_array_new ();
  g_autoptr (GPtrArray) own = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer token;

  for (guint i = 0; known[i] != NULL; i++)
    {
      Choice choice = { list, (char *) known[i] };

      if (klaster_scope_counts_get (self->counts, list, known[i]) > 0 || is_chosen (self, &choice))
        g_ptr_array_add (tokens, (gpointer) known[i]);
    }
  g_hash_table_iter_init (&iter, self->counts->counts[list]);
  while (g_hash_table_iter_next (&iter, &token, NULL))
    if (*(const char *) token && !g_strv_contains (known, token))
      g_ptr_array_add (own, token);
  g_ptr_array_sort (own, compare_tokens);
  g_ptr_array_extend (tokens, own, NULL, NULL);
  if (klaster_scope_counts_get (self->counts, list, KLASTER_SCOPE_NOT_STATED) > 0)
    g_ptr_array_add (tokens, (gpointer) KLASTER_SCOPE_NOT_STATED);

  return tokens;
}

static void
rebuild_checks (KlasterScopePopover *self)
{
  GtkWidget *child;

  g_ptr_array_set_size (self->checks, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);
  for (guint list = 0; list < KLASTER_SCOPE_N_LISTS; list++)
    {
      g_autoptr (GPtrArray) tokens = list_tokens (self, (KlasterScopeList) list);
      GtkWidget *heading;

      if (tokens->len == 0)
        continue;
      heading = gtk_label_new (get_list_name ((KlasterScopeList) list));
      gtk_label_set_xalign (GTK_LABEL (heading), 0);
      gtk_widget_add_css_class (heading, "heading");
      gtk_box_append (self->box, heading);
      for (guint i = 0; i < tokens->len; i++)
        add_check (self, (KlasterScopeList) list, g_ptr_array_index (tokens, i));
    }
}

/* The boxes stay where they are while somebody chooses: only counts and ticks change. */
static void
update_checks (KlasterScopePopover *self)
{
  g_autoptr (KlasterProject) project = dup_project (self);

  self->updating = TRUE;
  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkWidget *check = g_ptr_array_index (self->checks, i);
      const Choice *choice = g_object_get_data (G_OBJECT (check), "choice");

      set_label (check, get_token_name (klaster_project_get_snapshot (project), choice->list, choice->token),
                 klaster_scope_counts_get (self->counts, choice->list, choice->token));
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_chosen (self, choice));
    }
  self->updating = FALSE;
}

static int
get_first_year (const char *academic_year)
{
  return atoi (academic_year);
}

static void
rebuild_years (KlasterScopePopover *self)
{
  g_autofree char *before = klaster_scope_dup_year (self->scope, -YEARS_BEFORE);
  g_autofree char *after = klaster_scope_dup_year (self->scope, YEARS_AFTER);
  const char *chosen = klaster_scope_get_academic_year (self->scope);
  int first = get_first_year (before);
  int last = get_first_year (after);

  if (self->counts->first_date)
    first = CLAMP (atoi (self->counts->first_date) - 1, last - MAX_YEARS, first);
  if (self->counts->last_date)
    last = CLAMP (atoi (self->counts->last_date), last, first + MAX_YEARS);
  if (chosen)
    {
      first = MIN (first, get_first_year (chosen));
      last = MAX (last, get_first_year (chosen));
    }
  self->updating = TRUE;
  gtk_string_list_splice (self->years, 0, g_list_model_get_n_items (G_LIST_MODEL (self->years)), NULL);
  gtk_string_list_append (self->years, _("All Years"));
  /* The latest first: that is what is asked for most. */
  for (int year = last; year >= first; year--)
    gtk_string_list_take (self->years, g_strdup_printf ("%04d/%02d", year, (year + 1) % 100));
  self->updating = FALSE;
}

static void
update_year (KlasterScopePopover *self)
{
  const char *chosen = klaster_scope_get_academic_year (self->scope);
  guint position = 0;

  for (guint i = 1; chosen && i < g_list_model_get_n_items (G_LIST_MODEL (self->years)); i++)
    if (g_str_equal (gtk_string_list_get_string (self->years, i), chosen))
      position = i;
  self->updating = TRUE;
  gtk_drop_down_set_selected (self->year_drop_down, position);
  self->updating = FALSE;
}

static void
show_date_error (KlasterScopePopover *self,
                 gboolean             error)
{
  gtk_widget_set_visible (GTK_WIDGET (self->date_message), error);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->date_entry), GTK_ACCESSIBLE_STATE_INVALID,
                               error ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (error)
    gtk_widget_add_css_class (GTK_WIDGET (self->date_entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->date_entry), "error");
}

static void
update_date (KlasterScopePopover *self)
{
  const char *date = klaster_scope_get_date (self->scope);
  g_autofree char *text = date ? klaster_date_format (date, klaster_language_get_default ()) : g_strdup ("");

  gtk_editable_set_text (GTK_EDITABLE (self->date_entry), text);
  show_date_error (self, FALSE);
}

static void
update (KlasterScopePopover *self)
{
  if (self->checks->len == 0)
    {
      rebuild_years (self);
      rebuild_checks (self);
    }
  update_year (self);
  update_date (self);
  update_checks (self);
  gtk_widget_set_sensitive (self->clear_button, !klaster_scope_filter_is_empty (klaster_scope_get_filter (self->scope)));
}

typedef struct
{
  KlasterSnapshot *snapshot;
  KlasterScopeFilter *filter;
} Counting;

static void
counting_free (gpointer data)
{
  Counting *counting = data;

  klaster_snapshot_unref (counting->snapshot);
  klaster_scope_filter_unref (counting->filter);
  g_free (counting);
}

static void
count_cb (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  Counting *counting = data;

  g_task_return_pointer (task, klaster_scope_counts_new (counting->snapshot, counting->filter, cancellable),
                         (GDestroyNotify) klaster_scope_counts_free);
}

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  KlasterScopePopover *self = KLASTER_SCOPE_POPOVER (source);
  KlasterScopeCounts *counts = g_task_propagate_pointer (G_TASK (result), NULL);

  if (counts == NULL)
    return;
  if (self->scope == NULL)
    {
      klaster_scope_counts_free (counts);
      return;
    }
  g_clear_pointer (&self->counts, klaster_scope_counts_free);
  self->counts = counts;
  update (self);
}

static void
start_counting (KlasterScopePopover *self)
{
  g_autoptr (KlasterProject) project = dup_project (self);
  g_autoptr (GTask) task = NULL;
  Counting *counting;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (project == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  counting = g_new0 (Counting, 1);
  counting->snapshot = klaster_snapshot_ref (klaster_project_get_snapshot (project));
  counting->filter = klaster_scope_filter_ref (klaster_scope_get_filter (self->scope));
  task = g_task_new (self, self->cancellable, counted_cb, NULL);
  g_task_set_source_tag (task, start_counting);
  g_task_set_task_data (task, counting, counting_free);
  klaster_worker_run_task (task, count_cb);
}

static void
scope_changed_cb (KlasterScopePopover *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    start_counting (self);
}

static void
year_selected_cb (KlasterScopePopover *self)
{
  guint position = gtk_drop_down_get_selected (self->year_drop_down);

  if (self->updating || self->scope == NULL || position == GTK_INVALID_LIST_POSITION)
    return;
  klaster_scope_set_academic_year (self->scope, position == 0 ? NULL : gtk_string_list_get_string (self->years, position));
}

static void
apply_date (KlasterScopePopover *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->date_entry))));
  g_autofree char *date = klaster_date_parse (text);

  if (self->scope == NULL)
    return;
  show_date_error (self, *text && date == NULL);
  if (*text == '\0' || date != NULL)
    klaster_scope_set_date (self->scope, date);
}

static void
clear_cb (KlasterScopePopover *self)
{
  klaster_scope_clear (self->scope);
}

static void
klaster_scope_popover_map (GtkWidget *widget)
{
  KlasterScopePopover *self = KLASTER_SCOPE_POPOVER (widget);

  /* What occurs may be another than the last time. */
  g_ptr_array_set_size (self->checks, 0);
  start_counting (self);

  GTK_WIDGET_CLASS (klaster_scope_popover_parent_class)->map (widget);
}

static void
klaster_scope_popover_unmap (GtkWidget *widget)
{
  apply_date (KLASTER_SCOPE_POPOVER (widget));

  GTK_WIDGET_CLASS (klaster_scope_popover_parent_class)->unmap (widget);
}

static void
klaster_scope_popover_dispose (GObject *object)
{
  KlasterScopePopover *self = KLASTER_SCOPE_POPOVER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->scope)
    g_signal_handlers_disconnect_by_data (self->scope, self);
  g_clear_object (&self->scope);

  G_OBJECT_CLASS (klaster_scope_popover_parent_class)->dispose (object);
}

static void
klaster_scope_popover_finalize (GObject *object)
{
  KlasterScopePopover *self = KLASTER_SCOPE_POPOVER (object);

  g_clear_pointer (&self->counts, klaster_scope_counts_free);
  g_ptr_array_unref (self->checks);
  g_object_unref (self->years);

  G_OBJECT_CLASS (klaster_scope_popover_parent_class)->finalize (object);
}

static void
klaster_scope_popover_get_property (GObject    *object,
                                    guint       property_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_SCOPE:
      g_value_set_object (value, KLASTER_SCOPE_POPOVER (object)->scope);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_scope_popover_set_property (GObject      *object,
                                    guint         property_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  KlasterScopePopover *self = KLASTER_SCOPE_POPOVER (object);

  switch (property_id)
    {
    case PROP_SCOPE:
      if (self->scope)
        g_signal_handlers_disconnect_by_data (self->scope, self);
      g_set_object (&self->scope, g_value_get_object (value));
      if (self->scope)
        g_signal_connect_object (self->scope, "changed", G_CALLBACK (scope_changed_cb), self, G_CONNECT_SWAPPED);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_scope_popover_class_init (KlasterScopePopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = klaster_scope_popover_dispose;
  object_class->finalize = klaster_scope_popover_finalize;
  object_class->get_property = klaster_scope_popover_get_property;
  object_class->set_property = klaster_scope_popover_set_property;
  widget_class->map = klaster_scope_popover_map;
  widget_class->unmap = klaster_scope_popover_unmap;

  properties[PROP_SCOPE] = g_param_spec_object ("scope", NULL, NULL, KLASTER_TYPE_SCOPE,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/klaster_app/Klaster/ui/klaster-scope-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterScopePopover, year_drop_down);
  gtk_widget_class_bind_template_child (widget_class, KlasterScopePopover, date_entry);
  gtk_widget_class_bind_template_child (widget_class, KlasterScopePopover, date_message);
  gtk_widget_class_bind_template_child (widget_class, KlasterScopePopover, box);
  gtk_widget_class_bind_template_child (widget_class, KlasterScopePopover, clear_button);
  gtk_widget_class_bind_template_callback (widget_class, year_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_date);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
}

static void
klaster_scope_popover_init (KlasterScopePopover *self)
{
  self->checks = g_ptr_array_new ();
  self->years = gtk_string_list_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  klaster_name_drop_down (GTK_WIDGET (self->year_drop_down), _("Academic Year"));
  gtk_drop_down_set_model (self->year_drop_down, G_LIST_MODEL (self->years));
  klaster_walk_checks (GTK_WIDGET (self->box));
}

/**
 * klaster_scope_describe:
 * @filter: (nullable): what is looked at
 * @snapshot: the project, for the names of its own areas
 *
 * Returns: (transfer full) (nullable): what is looked at, in words; %NULL: everything
 */
char *
klaster_scope_describe (KlasterScopeFilter *filter,
                        KlasterSnapshot    *snapshot)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const char *date = klaster_scope_filter_get_date (filter);

  if (klaster_scope_filter_is_empty (filter))
    return NULL;

  if (klaster_scope_filter_get_academic_year (filter))
    g_ptr_array_add (parts, g_strdup (klaster_scope_filter_get_academic_year (filter)));
  if (date)
    {
      g_autofree char *day = klaster_date_format (date, klaster_language_get_default ());

      /* Translators: what is shown: the state on a day: "as of 1 Sep 2026" */
      g_ptr_array_add (parts, g_strdup_printf (_("as of %s"), day));
    }
  for (guint list = 0; list < KLASTER_SCOPE_N_LISTS; list++)
    {
      const char *const *tokens = klaster_scope_filter_get_tokens (filter, (KlasterScopeList) list);
      g_autoptr (GPtrArray) names = g_ptr_array_new ();

      for (guint i = 0; tokens && tokens[i]; i++)
        g_ptr_array_add (names, (gpointer) get_token_name (snapshot, (KlasterScopeList) list, tokens[i]));
      g_ptr_array_add (names, NULL);
      if (tokens)
        g_ptr_array_add (parts, g_strjoinv (", ", (char **) names->pdata));
    }
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (" · ", (char **) parts->pdata);
}
