/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-facet.h"
#include "klaster-filter-popover.h"
#include "klaster-focus.h"

/**
 * KlasterFilterPopover:
 *
 * Everything that members can be filtered by, with the number of members that each value would leave. Values of one
 * heading widen the choice, headings narrow it.
 */
struct _KlasterFilterPopover
{
  GtkPopover parent_instance;

  KlasterQueryModel *members;
  GtkBox *box;
  GtkWidget *clear_button;
  GPtrArray *checks;   /* GtkCheckButton, not owned: children of the box */
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (KlasterFilterPopover, klaster_filter_popover, GTK_TYPE_POPOVER)

typedef struct
{
  KlasterFacet facet;
  char *value;
} Choice;

static void
choice_free (Choice *choice)
{
  g_free (choice->value);
  g_free (choice);
}

static Choice *
get_choice (GtkWidget *check)
{
  return g_object_get_data (G_OBJECT (check), "choice");
}

static void
toggled_cb (GtkCheckButton       *check,
            KlasterFilterPopover *self)
{
  Choice *choice = get_choice (GTK_WIDGET (check));
  g_autoptr (KlasterQuery) query = NULL;

  if (self->updating)
    return;

  query = klaster_query_copy (klaster_query_model_get_query (self->members));
  klaster_query_set_facet (query, choice->facet, choice->value, gtk_check_button_get_active (check));
  klaster_query_model_set_query (self->members, query);
}

static void
clear_cb (KlasterFilterPopover *self)
{
  g_autoptr (KlasterQuery) query = klaster_query_copy (klaster_query_model_get_query (self->members));

  klaster_query_clear_facets (query);
  klaster_query_model_set_query (self->members, query);
}

static void
set_label (GtkWidget  *check,
           const char *name,
           guint       count)
{
  /* Translators: a choice in a filter: what, and how many members that would leave: "Parkent (3)". */
  g_autofree char *label = g_strdup_printf (_("%1$s (%2$u)"), name, count);

  gtk_check_button_set_label (GTK_CHECK_BUTTON (check), label);
}

/* The boxes stay where they are while somebody chooses: only counts and ticks change. */
static void
update_checks (KlasterFilterPopover *self)
{
  const KlasterQueryResult *result = klaster_query_model_get_result (self->members);
  KlasterQuery *query = klaster_query_model_get_query (self->members);
  KlasterSnapshot *snapshot = klaster_project_get_snapshot (klaster_query_model_get_project (self->members));
  gboolean any = FALSE;

  if (result == NULL)
    return;

  self->updating = TRUE;
  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkWidget *check = g_ptr_array_index (self->checks, i);
      Choice *choice = get_choice (check);
      g_autofree char *name = klaster_facet_get_value_name (snapshot, choice->facet, choice->value);
      gboolean active = klaster_query_get_facet (query, choice->facet, choice->value);

      any = any || active;
      set_label (check, name, klaster_query_result_count (result, choice->facet, choice->value));
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), active);
    }
  self->updating = FALSE;
  gtk_widget_set_sensitive (self->clear_button, any);
}

static void
add_check (KlasterFilterPopover *self,
           KlasterFacet          facet,
           const char           *value)
{
  GtkWidget *check = gtk_check_button_new ();
  Choice *choice = g_new0 (Choice, 1);

  choice->facet = facet;
  choice->value = g_strdup (value);
  g_object_set_data_full (G_OBJECT (check), "choice", choice, (GDestroyNotify) choice_free);
  g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_box_append (self->box, check);
  g_ptr_array_add (self->checks, check);
}

static void
rebuild (KlasterFilterPopover *self)
{
  static const KlasterFacet facets[] = {
    KLASTER_FACET_KIND, KLASTER_FACET_ROLE, KLASTER_FACET_DISTRICT, KLASTER_FACET_STATUS,
  };
  const KlasterQueryResult *result = klaster_query_model_get_result (self->members);
  GtkWidget *child;

  g_ptr_array_set_size (self->checks, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);
  if (result == NULL)
    return;

  add_check (self, KLASTER_FACET_ATTENTION, "yes");
  add_check (self, KLASTER_FACET_UNPLACED, "yes");
  for (guint i = 0; i < G_N_ELEMENTS (facets); i++)
    {
      g_autoptr (GPtrArray) values = klaster_facet_list_values (result, facets[i]);
      GtkWidget *heading;

      if (values->len == 0)
        continue;

      heading = gtk_label_new (klaster_facet_get_name (facets[i]));
      gtk_label_set_xalign (GTK_LABEL (heading), 0);
      gtk_widget_add_css_class (heading, "heading");
      gtk_box_append (self->box, heading);
      for (guint j = 0; j < values->len; j++)
        add_check (self, facets[i], g_ptr_array_index (values, j));
    }
  update_checks (self);
}

static void
klaster_filter_popover_map (GtkWidget *widget)
{
  KlasterFilterPopover *self = KLASTER_FILTER_POPOVER (widget);

  if (self->members != NULL)
    rebuild (self);

  GTK_WIDGET_CLASS (klaster_filter_popover_parent_class)->map (widget);
}

static void
updated_cb (KlasterFilterPopover *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update_checks (self);
}

static void
klaster_filter_popover_dispose (GObject *object)
{
  KlasterFilterPopover *self = KLASTER_FILTER_POPOVER (object);

  if (self->members != NULL)
    g_signal_handlers_disconnect_by_data (self->members, self);
  g_clear_object (&self->members);

  G_OBJECT_CLASS (klaster_filter_popover_parent_class)->dispose (object);
}

static void
klaster_filter_popover_finalize (GObject *object)
{
  KlasterFilterPopover *self = KLASTER_FILTER_POPOVER (object);

  g_ptr_array_unref (self->checks);

  G_OBJECT_CLASS (klaster_filter_popover_parent_class)->finalize (object);
}

static void
klaster_filter_popover_class_init (KlasterFilterPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = klaster_filter_popover_dispose;
  object_class->finalize = klaster_filter_popover_finalize;
  widget_class->map = klaster_filter_popover_map;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/klaster_app/Klaster/ui/klaster-filter-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterFilterPopover, box);
  gtk_widget_class_bind_template_child (widget_class, KlasterFilterPopover, clear_button);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
}

static void
klaster_filter_popover_init (KlasterFilterPopover *self)
{
  self->checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  klaster_walk_checks (GTK_WIDGET (self->box));
}

/**
 * klaster_filter_popover_set_members:
 * @self: a popover
 * @members: the members to filter
 */
void
klaster_filter_popover_set_members (KlasterFilterPopover *self,
                                    KlasterQueryModel    *members)
{
  g_return_if_fail (KLASTER_IS_FILTER_POPOVER (self));
  g_return_if_fail (self->members == NULL);

  self->members = g_object_ref (members);
  g_signal_connect_swapped (members, "updated", G_CALLBACK (updated_cb), self);
}
