/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-group-note.h"
#include "klaster-record-group.h"
#include "klaster-width-first.h"

typedef struct
{
  KlasterProject *project;
  gint64 record;
  GPtrArray *items;
  GPtrArray *rows; /* in the group */
  guint update_id;
} KlasterRecordGroupPrivate;

enum
{
  PROP_PROJECT = 1,
  PROP_RECORD,
  N_PROPERTIES
};

enum
{
  SHOW_ALL,
  UPDATED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KlasterRecordGroup, klaster_record_group, ADW_TYPE_PREFERENCES_GROUP)

static void
go (KlasterRecordGroup *self,
    guint               position)
{
  KlasterRecordGroupPrivate *priv = klaster_record_group_get_instance_private (self);
  KlasterRecordGroupClass *klass = KLASTER_RECORD_GROUP_GET_CLASS (self);
  gpointer item;
  KlasterTable table = KLASTER_TABLE_INSTITUTION;
  gint64 id = 0;
  GtkWidget *content;

  if (priv->items == NULL || position >= priv->items->len)
    return;
  item = g_ptr_array_index (priv->items, position);
  if (klass->activate && klass->activate (self, item))
    return;

  content = g_object_ref_sink (klass->make_content (self, klaster_project_get_snapshot (priv->project), priv->record, item,
                                                    &table, &id));
  g_object_unref (content);
  if (id != 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "panel.go", "(sx)", klaster_schema_get_table (table)->name, id);
}

static void
row_activated_cb (AdwActionRow       *row,
                  KlasterRecordGroup *self)
{
  KlasterRecordGroupPrivate *priv = klaster_record_group_get_instance_private (self);
  guint position;

  if (!g_ptr_array_find (priv->rows, row, &position))
    return;
  if (position < KLASTER_RECORD_GROUP_GET_CLASS (self)->max_rows)
    go (self, position);
  else
    g_signal_emit (self, signals[SHOW_ALL], 0);
}

static GtkWidget *
make_row (KlasterRecordGroup *self)
{
  GtkWidget *row = adw_action_row_new ();

  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_add_css_class (row, "record-row");
  g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), self, 0);

  return row;
}

/* Shows @content in the row at @position. A row costs more than what stands in it, so those that there are serve again. */
static void
show_row (KlasterRecordGroup *self,
          guint               position,
          GtkWidget          *content,
          gboolean            activatable)
{
  KlasterRecordGroupPrivate *priv = klaster_record_group_get_instance_private (self);
  const char *name = g_object_get_data (G_OBJECT (content), "name");
  GtkWidget *row;

  if (position == priv->rows->len)
    {
      row = make_row (self);
      g_ptr_array_add (priv->rows, row);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
    }
  row = g_ptr_array_index (priv->rows, position);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), activatable);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), content);
}

static void
remove_rows (KlasterRecordGroup *self,
             guint               n_left)
{
  KlasterRecordGroupPrivate *priv = klaster_record_group_get_instance_private (self);

  while (priv->rows->len > n_left)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self),
                                  g_ptr_array_steal_index (priv->rows, priv->rows->len - 1));
}

static int
find_focused (KlasterRecordGroup *self)
{
  KlasterRecordGroupPrivate *priv = klaster_record_group_get_instance_private (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  for (guint i = 0; focus != NULL && i < priv->rows->len; i++)
    if (focus == g_ptr_array_index (priv->rows, i) || gtk_widget_is_ancestor (focus, g_ptr_array_index (priv->rows, i)))
      return (int) i;

  return -1;
}

static void
fill (KlasterRecordGroup *self)
{
  KlasterRecordGroupPrivate *priv = klaster_record_group_get_instance_private (self);
  KlasterRecordGroupClass *klass = KLASTER_RECORD_GROUP_GET_CLASS (self);
  KlasterSnapshot *snapshot = priv->project ? klaster_project_get_snapshot (priv->project) : NULL;
  int focused = find_focused (self);
  guint n_items, n_shown;

  g_clear_pointer (&priv->items, g_ptr_array_unref);
  if (snapshot != NULL && priv->record != 0)
    priv->items = klass->list_items (self, snapshot, priv->record);
  n_items = priv->items ? priv->items->len : 0;
  gtk_widget_set_visible (GTK_WIDGET (self), n_items > 0 || (priv->items && klass->get_empty_text));
  if (priv->items && klass->get_empty_text)
    klaster_group_set_note (ADW_PREFERENCES_GROUP (self), n_items == 0 ? klass->get_empty_text (self) : NULL);

  /* One more row costs as little as the row that leads to it. */
  n_shown = n_items <= klass->max_rows + 1 ? n_items : klass->max_rows;
  for (guint i = 0; i < n_shown; i++)
    {
      KlasterTable table;
      gint64 id = 0;
      GtkWidget *content = klass->make_content (self, snapshot, priv->record, g_ptr_array_index (priv->items, i), &table,
                                                &id);

      show_row (self, i, content, id != 0);
    }
  if (n_shown < n_items)
    {
      g_autofree char *title = g_strdup_printf (klass->get_all_title (n_items), n_items);

      show_row (self, n_shown, klaster_record_content_new (NULL, title, NULL, NULL, TRUE), TRUE);
    }
  /* A group without a record is not seen; its rows wait for the next one. */
  if (priv->items != NULL)
    remove_rows (self, n_shown < n_items ? n_shown + 1 : n_items);
  if (focused >= 0 && priv->rows->len > 0)
    gtk_widget_grab_focus (g_ptr_array_index (priv->rows, MIN ((guint) focused, priv->rows->len - 1)));
}

/* The Delete key takes away what its row stands for. */
static gboolean
remove_item (KlasterRecordGroup *self,
             guint               position)
{
  KlasterRecordGroupPrivate *priv = klaster_record_group_get_instance_private (self);
  KlasterRecordGroupClass *klass = KLASTER_RECORD_GROUP_GET_CLASS (self);

  if (klass->remove == NULL || priv->items == NULL || position >= priv->items->len
      || klaster_project_is_read_only (priv->project))
    return GDK_EVENT_PROPAGATE;
  klass->remove (self, g_ptr_array_index (priv->items, position));

  return GDK_EVENT_STOP;
}

static gboolean
is_delete (guint keyval)
{
  return keyval == GDK_KEY_Delete || keyval == GDK_KEY_KP_Delete;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                KlasterRecordGroup    *self)
{
  int focused = find_focused (self);

  if (!is_delete (keyval) || focused < 0)
    return GDK_EVENT_PROPAGATE;
  /* The row after the last one leads to all of them. */
  if (klaster_record_group_get_n_items (self) > KLASTER_RECORD_GROUP_GET_CLASS (self)->max_rows + 1
      && (guint) focused >= KLASTER_RECORD_GROUP_GET_CLASS (self)->max_rows)
    return GDK_EVENT_PROPAGATE;

  return remove_item (self, (guint) focused);
}

static gboolean
update_cb (gpointer user_data)
{
  KlasterRecordGroup *self = user_data;
  KlasterRecordGroupPrivate *priv = klaster_record_group_get_instance_private (self);

  priv->update_id = 0;
  fill (self);
  g_signal_emit (self, signals[UPDATED], 0);

  return G_SOURCE_REMOVE;
}

static void
project_changed_cb (KlasterRecordGroup *self)
{
  KlasterRecordGroupPrivate *priv = klaster_record_group_get_instance_private (self);

  /* Several changes before the next frame are one. */
  if (priv->update_id == 0 && priv->record != 0)
    priv->update_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, update_cb, self, NULL);
}

static void
klaster_record_group_dispose (GObject *object)
{
  KlasterRecordGroup *self = KLASTER_RECORD_GROUP (object);
  KlasterRecordGroupPrivate *priv = klaster_record_group_get_instance_private (self);

  g_clear_handle_id (&priv->update_id, g_source_remove);
  if (priv->project)
    g_signal_handlers_disconnect_by_data (priv->project, self);
  g_clear_object (&priv->project);

  G_OBJECT_CLASS (klaster_record_group_parent_class)->dispose (object);
}

static void
klaster_record_group_finalize (GObject *object)
{
  KlasterRecordGroupPrivate *priv = klaster_record_group_get_instance_private (KLASTER_RECORD_GROUP (object));

  g_clear_pointer (&priv->items, g_ptr_array_unref);
  g_ptr_array_unref (priv->rows);

  G_OBJECT_CLASS (klaster_record_group_parent_class)->finalize (object);
}

static void
klaster_record_group_get_property (GObject    *object,
                                   guint       property_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  KlasterRecordGroupPrivate *priv = klaster_record_group_get_instance_private (KLASTER_RECORD_GROUP (object));

  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, priv->project);
      break;
    case PROP_RECORD:
      g_value_set_int64 (value, priv->record);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_record_group_set_property (GObject      *object,
                                   guint         property_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  KlasterRecordGroup *self = KLASTER_RECORD_GROUP (object);
  KlasterRecordGroupPrivate *priv = klaster_record_group_get_instance_private (self);

  switch (property_id)
    {
    case PROP_PROJECT:
      if (priv->project)
        g_signal_handlers_disconnect_by_data (priv->project, self);
      g_set_object (&priv->project, g_value_get_object (value));
      if (priv->project)
        g_signal_connect_object (priv->project, "changed", G_CALLBACK (project_changed_cb), self, G_CONNECT_SWAPPED);
      klaster_record_group_update (self);
      break;
    case PROP_RECORD:
      klaster_record_group_set_record (self, g_value_get_int64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_record_group_class_init (KlasterRecordGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = klaster_record_group_dispose;
  object_class->finalize = klaster_record_group_finalize;
  object_class->get_property = klaster_record_group_get_property;
  object_class->set_property = klaster_record_group_set_property;
  klass->max_rows = 6;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT, flags);
  properties[PROP_RECORD] = g_param_spec_int64 ("record", NULL, NULL, 0, KLASTER_ID_MAX, 0, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[SHOW_ALL] = g_signal_new ("show-all", KLASTER_TYPE_RECORD_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
  signals[UPDATED] = g_signal_new ("updated", KLASTER_TYPE_RECORD_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
klaster_record_group_init (KlasterRecordGroup *self)
{
  KlasterRecordGroupPrivate *priv = klaster_record_group_get_instance_private (self);
  GtkEventController *keys = gtk_event_controller_key_new ();

  priv->rows = g_ptr_array_new ();
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * klaster_record_group_get_project:
 *
 * Returns: (transfer none) (nullable): the project
 */
KlasterProject *
klaster_record_group_get_project (KlasterRecordGroup *self)
{
  KlasterRecordGroupPrivate *priv = klaster_record_group_get_instance_private (self);

  g_return_val_if_fail (KLASTER_IS_RECORD_GROUP (self), NULL);

  return priv->project;
}

/**
 * klaster_record_group_get_record:
 *
 * Returns: the record whose rows are shown, or 0
 */
gint64
klaster_record_group_get_record (KlasterRecordGroup *self)
{
  KlasterRecordGroupPrivate *priv = klaster_record_group_get_instance_private (self);

  g_return_val_if_fail (KLASTER_IS_RECORD_GROUP (self), 0);

  return priv->record;
}

/**
 * klaster_record_group_set_record:
 * @record: the record whose rows are shown, or 0
 */
void
klaster_record_group_set_record (KlasterRecordGroup *self,
                                 gint64              record)
{
  KlasterRecordGroupPrivate *priv = klaster_record_group_get_instance_private (self);

  g_return_if_fail (KLASTER_IS_RECORD_GROUP (self));

  if (priv->record == record)
    return;
  priv->record = record;
  klaster_record_group_update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORD]);
}

/**
 * klaster_record_group_get_n_items:
 *
 * Returns: how many items there are, shown or not
 */
guint
klaster_record_group_get_n_items (KlasterRecordGroup *self)
{
  KlasterRecordGroupPrivate *priv = klaster_record_group_get_instance_private (self);

  g_return_val_if_fail (KLASTER_IS_RECORD_GROUP (self), 0);

  return priv->items ? priv->items->len : 0;
}

/**
 * klaster_record_group_update:
 *
 * Shows what there is now.
 */
void
klaster_record_group_update (KlasterRecordGroup *self)
{
  KlasterRecordGroupPrivate *priv = klaster_record_group_get_instance_private (self);

  g_return_if_fail (KLASTER_IS_RECORD_GROUP (self));

  g_clear_handle_id (&priv->update_id, g_source_remove);
  fill (self);
  g_signal_emit (self, signals[UPDATED], 0);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         KlasterRecordGroup       *self)
{
  KlasterRecordGroupPrivate *priv = klaster_record_group_get_instance_private (self);
  guint position = gtk_list_item_get_position (item);
  KlasterTable table;
  gint64 id;
  GtkWidget *content;

  if (priv->items == NULL || position >= priv->items->len)
    return;
  content = KLASTER_RECORD_GROUP_GET_CLASS (self)->make_content (self, klaster_project_get_snapshot (priv->project),
                                                                 priv->record, g_ptr_array_index (priv->items, position),
                                                                 &table, &id);
  /* From 1, for the Delete key. */
  g_object_set_data (G_OBJECT (content), "position", GUINT_TO_POINTER (position + 1));
  gtk_list_item_set_child (item, content);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item)
{
  gtk_list_item_set_child (item, NULL);
}

/* A model with as many items as there are; what they are is asked for by position. */
static GListModel *
make_positions (guint n_items)
{
  g_autoptr (GListStore) store = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  g_autoptr (GtkStringObject) nothing = gtk_string_object_new ("");
  g_autofree gpointer *additions = g_new (gpointer, n_items);

  for (guint i = 0; i < n_items; i++)
    additions[i] = nothing;
  g_list_store_splice (store, 0, 0, additions, n_items);

  return G_LIST_MODEL (g_steal_pointer (&store));
}

static gboolean
list_key_pressed_cb (GtkEventControllerKey *controller,
                     guint                  keyval,
                     guint                  keycode,
                     GdkModifierType        state,
                     KlasterRecordGroup    *self)
{
  GtkWidget *list = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  GtkRoot *root = gtk_widget_get_root (list);
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  GtkWidget *content = focus && focus != list ? gtk_widget_get_first_child (focus) : NULL;

  if (!is_delete (keyval) || content == NULL || g_object_get_data (G_OBJECT (content), "position") == NULL)
    return GDK_EVENT_PROPAGATE;

  return remove_item (self, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (content), "position")) - 1);
}

static void
list_updated_cb (KlasterRecordGroup *self,
                 GtkListView        *list)
{
  g_autoptr (GListModel) positions = make_positions (klaster_record_group_get_n_items (self));
  GtkSelectionModel *model = gtk_list_view_get_model (list);

  gtk_no_selection_set_model (GTK_NO_SELECTION (model), positions);
}

static void
list_activate_cb (KlasterRecordGroup *self,
                  guint               position)
{
  go (self, position);
}

/**
 * klaster_record_group_create_list:
 *
 * Returns: (transfer floating): a list of everything, in a scrolled window, that makes rows for what is seen
 */
GtkWidget *
klaster_record_group_create_list (KlasterRecordGroup *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *list;

  g_return_val_if_fail (KLASTER_IS_RECORD_GROUP (self), NULL);

  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  list = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (make_positions (klaster_record_group_get_n_items (self)))),
                            factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (list), TRUE);
  gtk_list_view_set_show_separators (GTK_LIST_VIEW (list), TRUE);
  gtk_widget_add_css_class (list, "record-list");
  g_signal_connect_object (list, "activate", G_CALLBACK (list_activate_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (list_key_pressed_cb), self, 0);
  gtk_widget_add_controller (list, keys);
  g_signal_connect_object (self, "updated", G_CALLBACK (list_updated_cb), list, 0);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);

  return scroller;
}

static GtkWidget *
make_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 2);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class)
    {
      gtk_widget_add_css_class (label, css_class);
      gtk_widget_add_css_class (label, "dim-label");
    }

  return label;
}

/**
 * klaster_record_content_new:
 * @prefix: (nullable): what stands before the text
 * @title: the first line
 * @subtitle: (nullable): the second line
 * @suffix: (nullable): what stands after the text
 * @leads_on: whether an arrow says that there is more
 *
 * Returns: (transfer floating): the content of a row of a group or a list
 */
GtkWidget *
klaster_record_content_new (GtkWidget  *prefix,
                            const char *title,
                            const char *subtitle,
                            GtkWidget  *suffix,
                            gboolean    leads_on)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *bin = klaster_width_first_new (lines);

  gtk_widget_add_css_class (box, "record");
  if (prefix)
    {
      gtk_widget_set_valign (prefix, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (box), prefix);
    }
  gtk_box_append (GTK_BOX (lines), make_label (title, NULL));
  if (subtitle && *subtitle)
    gtk_box_append (GTK_BOX (lines), make_label (subtitle, "caption"));
  gtk_widget_set_hexpand (bin, TRUE);
  gtk_widget_set_valign (bin, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), bin);
  if (suffix)
    {
      gtk_widget_set_valign (suffix, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (box), suffix);
    }
  if (leads_on)
    {
      GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

      gtk_widget_add_css_class (arrow, "dim-label");
      gtk_box_append (GTK_BOX (box), arrow);
    }
  g_object_set_data_full (G_OBJECT (box), "name",
                          subtitle && *subtitle ? g_strdup_printf ("%s, %s", title, subtitle) : g_strdup (title), g_free);

  return box;
}

/**
 * klaster_pill_new:
 * @text: what it says
 * @style: (nullable): "success", "warning" or "error"
 *
 * Returns: (transfer floating): a short text on a coloured ground
 */
GtkWidget *
klaster_pill_new (const char *text,
                  const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (label, "status-pill");
  if (style)
    gtk_widget_add_css_class (label, style);

  return label;
}
