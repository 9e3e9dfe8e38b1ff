/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "klaster-agreement-timeline.h"
#include "klaster-spoken.h"
#include "klaster-timeline.h"
#include "klaster-worker.h"

/* Shortest and longest span that can be looked at, in days. */
#define MIN_DAYS 60.0
#define MAX_DAYS 36525.0
/* What a timeline begins with: the year before, this one and the next. */
#define DEFAULT_DAYS (3.2 * 365.25)

struct _KlasterAgreementTimeline
{
  GtkWidget parent_instance;

  KlasterQueryModel *model;
  KlasterSelection *selection;
  KlasterTimeline *timeline;  /* (nullable) */
  GCancellable *making;       /* (nullable): of the one that is being made on a worker */
  double first_day;           /* NAN: not chosen yet */
  double days;
  gint hover;
  double pointer_x;

  GtkAdjustment *adjustment;
  GtkWidget *scrollbar;
  GtkWidget *buttons;
  GtkWidget *menu; /* (nullable): popover for the agreements that are selected */
};

enum
{
  PROP_MODEL = 1,
  PROP_SELECTION,
  PROP_MENU,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KlasterAgreementTimeline, klaster_agreement_timeline, GTK_TYPE_WIDGET)

static gboolean
is_selected_cb (gint64   id,
                gpointer data)
{
  KlasterAgreementTimeline *self = data;

  return self->selection && klaster_selection_contains (self->selection, KLASTER_TABLE_AGREEMENT, id);
}

static double
get_text_scale (KlasterAgreementTimeline *self)
{
  int dpi;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);

  return dpi > 0 ? CLAMP (dpi / 1024.0 / 96.0, 0.5, 4) : 1;
}

static gint
get_focus_row (KlasterAgreementTimeline *self)
{
  if (self->selection == NULL || self->timeline == NULL ||
      klaster_selection_get_table (self->selection) != KLASTER_TABLE_AGREEMENT)
    return -1;

  return klaster_timeline_find (self->timeline, klaster_selection_get_focus (self->selection));
}

static KlasterTimelineView
get_view (KlasterAgreementTimeline *self)
{
  KlasterTimelineView view = {
    .width = MAX (gtk_widget_get_width (GTK_WIDGET (self)) - gtk_widget_get_width (self->scrollbar), 1),
    .height = gtk_widget_get_height (GTK_WIDGET (self)),
    .first_day = self->first_day,
    .days = self->days,
    .scroll = gtk_adjustment_get_value (self->adjustment),
    .is_selected = is_selected_cb,
    .selected_data = self,
    .hover = self->hover,
    .focus = gtk_widget_has_focus (GTK_WIDGET (self)) ? get_focus_row (self) : -1,
    .style = KLASTER_STYLE_DEFAULT,
  };

  view.style.theme = adw_style_manager_get_dark (adw_style_manager_get_default ()) ? KLASTER_THEME_DARK : KLASTER_THEME_LIGHT;
  view.style.high_contrast = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
  view.style.language = klaster_language_get_default ();
  view.style.text_scale = get_text_scale (self);

  return view;
}

static void
update_adjustment (KlasterAgreementTimeline *self)
{
  KlasterTimelineView view = get_view (self);
  double row_height = klaster_timeline_row_height (&view.style);
  double header = klaster_timeline_header_height (&view.style);
  double page = MAX (view.height - header, 0);
  double all = 0;

  if (self->timeline)
    {
      KlasterRowPlaces places = klaster_timeline_get_places (self->timeline, &view.style);

      /* Room below the last row for the buttons. */
      all = klaster_row_places_get_height (&places) + header;
    }

  gtk_adjustment_configure (self->adjustment, CLAMP (gtk_adjustment_get_value (self->adjustment), 0, MAX (all - page, 0)), 0,
                            MAX (all, page), row_height, page * 0.9, page);
  gtk_widget_set_visible (self->scrollbar, all > page);
}

/* What a screen reader is told: the row that has the cursor. */
static void
update_accessible (KlasterAgreementTimeline *self)
{
  gint row = get_focus_row (self);
  g_autofree char *words = row >= 0 ? klaster_timeline_describe (self->timeline, (guint) row) : NULL;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words ? words : "", -1);
}

static void
show_row (KlasterAgreementTimeline *self,
          gint                      row)
{
  KlasterTimelineView view = get_view (self);

  if (row >= 0 && self->timeline)
    {
      KlasterRowPlaces places = klaster_timeline_get_places (self->timeline, &view.style);
      double top = klaster_row_places_get_top (&places, (guint) row);

      /* Not below the heading that stays on top. */
      gtk_adjustment_clamp_page (self->adjustment, top - (places.firsts->len > 0 ? places.heading_height : 0),
                                 top + places.row_height);
    }
}

/* More agreements than this take longer than a frame. */
#define MAX_AT_ONCE 200

typedef struct
{
  KlasterSnapshot *snapshot;
  gint64 *ids;
  guint n_ids;
  GArray *groups;
  char *date;
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;

  klaster_snapshot_unref (making->snapshot);
  g_free (making->ids);
  g_array_unref (making->groups);
  g_free (making->date);
  g_free (making);
}

static KlasterTimeline *
make_timeline (const Making *making)
{
  return klaster_timeline_new_grouped (making->snapshot, making->ids, making->n_ids, making->groups, making->date,
                                       klaster_language_get_default ());
}

static void
make_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  g_task_return_pointer (task, make_timeline (data), (GDestroyNotify) klaster_timeline_unref);
}

static void
set_timeline (KlasterAgreementTimeline *self,
              KlasterTimeline          *timeline)
{
  g_clear_pointer (&self->timeline, klaster_timeline_unref);
  self->timeline = timeline;
  if (isnan (self->first_day))
    {
      self->days = DEFAULT_DAYS;
      self->first_day = klaster_timeline_get_today (self->timeline) - self->days * 0.55;
    }
  self->hover = -1;
  update_adjustment (self);
  update_accessible (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
made_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  KlasterTimeline *timeline = g_task_propagate_pointer (G_TASK (result), NULL);
  KlasterAgreementTimeline *self = KLASTER_AGREEMENT_TIMELINE (object);

  if (timeline != NULL && self->scrollbar != NULL)
    set_timeline (self, timeline);
  else
    g_clear_pointer (&timeline, klaster_timeline_unref);
}

static void
clear_group (gpointer data)
{
  g_free (((KlasterQueryGroup *) data)->title);
}

/* The result goes with the next run. */
static GArray *
copy_groups (const KlasterQueryResult *result)
{
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (KlasterQueryGroup));

  g_array_set_clear_func (groups, clear_group);
  for (guint i = 0; result != NULL && i < result->groups->len; i++)
    {
      KlasterQueryGroup group = g_array_index (result->groups, KlasterQueryGroup, i);

      group.title = g_strdup (group.title);
      g_array_append_val (groups, group);
    }

  return groups;
}

static void
updated_cb (KlasterAgreementTimeline *self)
{
  Making *making = g_new0 (Making, 1);
  guint n_ids;
  const gint64 *ids = klaster_record_list_get_ids (klaster_query_model_get_list (self->model), &n_ids);

  making->snapshot = klaster_snapshot_ref (klaster_project_get_snapshot (klaster_query_model_get_project (self->model)));
  making->ids = g_memdup2 (ids, n_ids * sizeof *ids);
  making->n_ids = n_ids;
  making->groups = copy_groups (klaster_query_model_get_result (self->model));
  making->date = g_strdup (klaster_query_model_get_date (self->model));
  if (self->making)
    g_cancellable_cancel (self->making);
  g_clear_object (&self->making);
  if (n_ids <= MAX_AT_ONCE)
    {
      set_timeline (self, make_timeline (making));
      making_free (making);
    }
  else
    {
      g_autoptr (GTask) task = NULL;

      self->making = g_cancellable_new ();
      task = g_task_new (self, self->making, made_cb, NULL);
      g_task_set_source_tag (task, updated_cb);
      g_task_set_task_data (task, making, making_free);
      klaster_worker_run_task (task, make_thread);
    }
}

static void
selection_changed_cb (KlasterAgreementTimeline *self)
{
  show_row (self, get_focus_row (self));
  update_accessible (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Zooms so that what is at @x stays there. */
static void
zoom_at (KlasterAgreementTimeline *self,
         double                    factor,
         double                    x)
{
  KlasterTimelineView view = get_view (self);
  double left = klaster_timeline_label_width (&view);
  double share = CLAMP ((x - left) / MAX (view.width - left, 1), 0, 1);
  double day = self->first_day + share * self->days;

  self->days = CLAMP (self->days / factor, MIN_DAYS, MAX_DAYS);
  self->first_day = day - share * self->days;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
pan (KlasterAgreementTimeline *self,
     double                    share)
{
  int first, last;

  if (self->timeline == NULL)
    return;
  klaster_timeline_get_extent (self->timeline, &first, &last);
  /* Never beyond everything there is. */
  self->first_day = CLAMP (self->first_day + share * self->days, first - self->days * 0.9, last - self->days * 0.1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
open_menu (KlasterAgreementTimeline *self,
           double                    x,
           double                    y)
{
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static gboolean
open_menu_at_focus (KlasterAgreementTimeline *self)
{
  KlasterTimelineView view = get_view (self);
  gint row = get_focus_row (self);
  KlasterRowPlaces places;

  if (row < 0 || self->menu == NULL)
    return GDK_EVENT_PROPAGATE;

  show_row (self, row);
  places = klaster_timeline_get_places (self->timeline, &view.style);
  open_menu (self, 24, klaster_timeline_header_height (&view.style) + klaster_row_places_get_top (&places, (guint) row)
                         + places.row_height / 2 - gtk_adjustment_get_value (self->adjustment));

  return GDK_EVENT_STOP;
}

/* About the row under the pointer, or about all that are selected when it is one of them. */
static void
secondary_pressed_cb (KlasterAgreementTimeline *self,
                      int                       n_press,
                      double                    x,
                      double                    y,
                      GtkGesture               *gesture)
{
  KlasterTimelineView view = get_view (self);
  gint row = self->timeline ? klaster_timeline_pick (self->timeline, &view, y) : -1;
  gint64 id;

  if (row < 0 || self->selection == NULL || self->menu == NULL)
    return;

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  id = klaster_timeline_get_id (self->timeline, (guint) row);
  if (!klaster_selection_contains (self->selection, KLASTER_TABLE_AGREEMENT, id))
    klaster_selection_select (self->selection, KLASTER_TABLE_AGREEMENT, id);
  open_menu (self, x, y);
}

static gboolean
key_pressed_cb (KlasterAgreementTimeline *self,
                guint                     keyval,
                guint                     keycode,
                GdkModifierType           state)
{
  int page = (int) (gtk_adjustment_get_page_increment (self->adjustment) / MAX (gtk_adjustment_get_step_increment (self->adjustment), 1));

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      klaster_agreement_timeline_move (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      klaster_agreement_timeline_move (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
      klaster_agreement_timeline_move (self, -MAX (page, 1));
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
      klaster_agreement_timeline_move (self, MAX (page, 1));
      return GDK_EVENT_STOP;
    case GDK_KEY_Home:
      klaster_agreement_timeline_move (self, -G_MAXINT / 2);
      return GDK_EVENT_STOP;
    case GDK_KEY_End:
      klaster_agreement_timeline_move (self, G_MAXINT / 2);
      return GDK_EVENT_STOP;
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      pan (self, -0.15);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      pan (self, 0.15);
      return GDK_EVENT_STOP;
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      klaster_agreement_timeline_zoom (self, 1.4);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      klaster_agreement_timeline_zoom (self, 1 / 1.4);
      return GDK_EVENT_STOP;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      klaster_agreement_timeline_fit (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", NULL);
      return GDK_EVENT_STOP;
    case GDK_KEY_Menu:
      return open_menu_at_focus (self);
    case GDK_KEY_F10:
      return state & GDK_SHIFT_MASK ? open_menu_at_focus (self) : GDK_EVENT_PROPAGATE;
    case GDK_KEY_Delete:
    case GDK_KEY_KP_Delete:
      gtk_widget_activate_action (GTK_WIDGET (self), "win.delete", NULL);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
pressed_cb (KlasterAgreementTimeline *self,
            int                       n_press,
            double                    x,
            double                    y,
            GtkGesture               *gesture)
{
  KlasterTimelineView view = get_view (self);
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  gint row = self->timeline ? klaster_timeline_pick (self->timeline, &view, y) : -1;
  gint64 id;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (row < 0 || self->selection == NULL)
    return;
  id = klaster_timeline_get_id (self->timeline, (guint) row);
  if (state & GDK_CONTROL_MASK)
    klaster_selection_toggle (self->selection, KLASTER_TABLE_AGREEMENT, id);
  else
    klaster_selection_select (self->selection, KLASTER_TABLE_AGREEMENT, id);
  if (n_press == 2)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", NULL);
}

static void
motion_cb (KlasterAgreementTimeline *self,
           double                    x,
           double                    y)
{
  KlasterTimelineView view = get_view (self);
  gint row = self->timeline ? klaster_timeline_pick (self->timeline, &view, y) : -1;

  self->pointer_x = x;
  if (row == self->hover)
    return;
  self->hover = row;
  if (row >= 0)
    {
      g_autofree char *words = klaster_timeline_describe (self->timeline, (guint) row);

      gtk_widget_set_tooltip_text (GTK_WIDGET (self), words);
    }
  else
    {
      gtk_widget_set_tooltip_text (GTK_WIDGET (self), NULL);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
leave_cb (KlasterAgreementTimeline *self)
{
  self->hover = -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
scroll_cb (KlasterAgreementTimeline *self,
           double                    dx,
           double                    dy,
           GtkEventController       *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (controller);

  if (state & GDK_CONTROL_MASK)
    zoom_at (self, pow (1.2, -dy), self->pointer_x);
  else if (state & GDK_SHIFT_MASK)
    pan (self, 0.06 * (dx + dy));
  else
    {
      gtk_adjustment_set_value (self->adjustment,
                                gtk_adjustment_get_value (self->adjustment) + dy * gtk_adjustment_get_step_increment (self->adjustment) * 2);
      if (dx != 0)
        pan (self, 0.06 * dx);
    }

  return GDK_EVENT_STOP;
}

static void
drag_cb (KlasterAgreementTimeline *self,
         double                    dx,
         double                    dy,
         GtkGestureDrag           *gesture)
{
  double *begin = g_object_get_data (G_OBJECT (gesture), "begin");
  KlasterTimelineView view = get_view (self);

  if (begin == NULL || fabs (dx) < 6)
    return;
  self->first_day = *begin;
  pan (self, -dx / MAX (view.width - klaster_timeline_label_width (&view), 1));
}

static void
drag_begin_cb (KlasterAgreementTimeline *self,
               double                    x,
               double                    y,
               GtkGestureDrag           *gesture)
{
  g_object_set_data_full (G_OBJECT (gesture), "begin", g_memdup2 (&self->first_day, sizeof self->first_day), g_free);
}

static void
klaster_agreement_timeline_snapshot (GtkWidget   *widget,
                                     GtkSnapshot *snapshot)
{
  KlasterAgreementTimeline *self = KLASTER_AGREEMENT_TIMELINE (widget);
  KlasterTimelineView view = get_view (self);

  if (self->timeline)
    {
      cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) view.width, (float) view.height));

      klaster_timeline_draw (self->timeline, &view, cr);
      cairo_destroy (cr);
    }
  GTK_WIDGET_CLASS (klaster_agreement_timeline_parent_class)->snapshot (widget, snapshot);
}

static void
klaster_agreement_timeline_measure (GtkWidget      *widget,
                                    GtkOrientation  orientation,
                                    int             for_size,
                                    int            *minimum,
                                    int            *natural,
                                    int            *minimum_baseline,
                                    int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 240 : 120;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 600 : 300;
}

static void
klaster_agreement_timeline_size_allocate (GtkWidget *widget,
                                          int        width,
                                          int        height,
                                          int        baseline)
{
  KlasterAgreementTimeline *self = KLASTER_AGREEMENT_TIMELINE (widget);
  int bar_width, buttons_width, buttons_height;

  update_adjustment (self);
  if (self->menu)
    gtk_popover_present (GTK_POPOVER (self->menu));
  gtk_widget_measure (self->scrollbar, GTK_ORIENTATION_HORIZONTAL, -1, &bar_width, NULL, NULL, NULL);
  gtk_widget_size_allocate (self->scrollbar, &(GtkAllocation) { width - bar_width, 0, bar_width, height }, -1);
  gtk_widget_measure (self->buttons, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &buttons_width, NULL, NULL);
  gtk_widget_measure (self->buttons, GTK_ORIENTATION_VERTICAL, -1, NULL, &buttons_height, NULL, NULL);
  gtk_widget_size_allocate (self->buttons,
                            &(GtkAllocation) { width - bar_width - buttons_width - 6, height - buttons_height - 6,
                                               buttons_width, buttons_height }, -1);
}

static void
klaster_agreement_timeline_dispose (GObject *object)
{
  KlasterAgreementTimeline *self = KLASTER_AGREEMENT_TIMELINE (object);

  if (self->making)
    g_cancellable_cancel (self->making);
  g_clear_object (&self->making);
  if (self->model)
    g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->selection)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->model);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->timeline, klaster_timeline_unref);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->scrollbar, gtk_widget_unparent);
  g_clear_pointer (&self->buttons, gtk_widget_unparent);

  G_OBJECT_CLASS (klaster_agreement_timeline_parent_class)->dispose (object);
}

static void
klaster_agreement_timeline_get_property (GObject    *object,
                                         guint       property_id,
                                         GValue     *value,
                                         GParamSpec *pspec)
{
  KlasterAgreementTimeline *self = KLASTER_AGREEMENT_TIMELINE (object);

  switch (property_id)
    {
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;
    case PROP_SELECTION:
      g_value_set_object (value, self->selection);
      break;
    case PROP_MENU:
      g_value_set_object (value, self->menu ? gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (self->menu)) : NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_agreement_timeline_set_property (GObject      *object,
                                         guint         property_id,
                                         const GValue *value,
                                         GParamSpec   *pspec)
{
  KlasterAgreementTimeline *self = KLASTER_AGREEMENT_TIMELINE (object);

  switch (property_id)
    {
    case PROP_MODEL:
      if (self->model)
        g_signal_handlers_disconnect_by_data (self->model, self);
      g_set_object (&self->model, g_value_get_object (value));
      g_clear_pointer (&self->timeline, klaster_timeline_unref);
      if (self->model)
        {
          g_signal_connect_object (self->model, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
          updated_cb (self);
        }
      break;
    case PROP_SELECTION:
      if (self->selection)
        g_signal_handlers_disconnect_by_data (self->selection, self);
      g_set_object (&self->selection, g_value_get_object (value));
      if (self->selection)
        g_signal_connect_object (self->selection, "changed", G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      break;
    case PROP_MENU:
      g_clear_pointer (&self->menu, gtk_widget_unparent);
      if (g_value_get_object (value) == NULL)
        break;
      self->menu = gtk_popover_menu_new_from_model (g_value_get_object (value));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_agreement_timeline_class_init (KlasterAgreementTimelineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = klaster_agreement_timeline_dispose;
  object_class->get_property = klaster_agreement_timeline_get_property;
  object_class->set_property = klaster_agreement_timeline_set_property;
  widget_class->snapshot = klaster_agreement_timeline_snapshot;
  widget_class->measure = klaster_agreement_timeline_measure;
  widget_class->size_allocate = klaster_agreement_timeline_size_allocate;

  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, KLASTER_TYPE_QUERY_MODEL, flags);
  properties[PROP_SELECTION] = g_param_spec_object ("selection", NULL, NULL, KLASTER_TYPE_SELECTION, flags);
  properties[PROP_MENU] = g_param_spec_object ("menu", NULL, NULL, G_TYPE_MENU_MODEL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_css_name (widget_class, "agreementtimeline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
zoom_in_cb (KlasterAgreementTimeline *self)
{
  klaster_agreement_timeline_zoom (self, 1.4);
}

static void
zoom_out_cb (KlasterAgreementTimeline *self)
{
  klaster_agreement_timeline_zoom (self, 1 / 1.4);
}

static void
add_button (KlasterAgreementTimeline *self,
            const char               *icon,
            const char               *tooltip,
            GCallback                 callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  klaster_set_tooltip (button, tooltip);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->buttons), button);
}

static void
add_controllers (KlasterAgreementTimeline *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *secondary = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect_object (key, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (scroll, "scroll", G_CALLBACK (scroll_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (secondary, "pressed", G_CALLBACK (secondary_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (secondary));
  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (drag_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

static void
klaster_agreement_timeline_init (KlasterAgreementTimeline *self)
{
  AdwStyleManager *styles = adw_style_manager_get_default ();

  self->first_day = NAN;
  self->days = DEFAULT_DAYS;
  self->hover = -1;
  self->adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  self->scrollbar = gtk_scrollbar_new (GTK_ORIENTATION_VERTICAL, self->adjustment);
  gtk_widget_set_parent (self->scrollbar, GTK_WIDGET (self));
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->buttons, "linked");
  gtk_widget_set_parent (self->buttons, GTK_WIDGET (self));
  add_button (self, "zoom-out-symbolic", _("Show More Years (−)"), G_CALLBACK (zoom_out_cb));
  add_button (self, "zoom-fit-best-symbolic", _("Show All Years (0)"), G_CALLBACK (klaster_agreement_timeline_fit));
  add_button (self, "zoom-in-symbolic", _("Show Fewer Years (+)"), G_CALLBACK (zoom_in_cb));
  add_controllers (self);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (GTK_WIDGET (self), "view");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Timeline of agreements"), -1);
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (styles, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (gtk_widget_queue_draw), NULL);
}

/**
 * klaster_agreement_timeline_new:
 *
 * Returns: (transfer floating): a timeline without agreements
 */
GtkWidget *
klaster_agreement_timeline_new (void)
{
  return g_object_new (KLASTER_TYPE_AGREEMENT_TIMELINE, NULL);
}

void
klaster_agreement_timeline_get_span (KlasterAgreementTimeline *self,
                                     double                   *first_day,
                                     double                   *days)
{
  g_return_if_fail (KLASTER_IS_AGREEMENT_TIMELINE (self) && first_day != NULL && days != NULL);

  *first_day = self->first_day;
  *days = self->days;
}

/**
 * klaster_agreement_timeline_zoom:
 * @factor: above 1 shows fewer days
 *
 * Zooms around the middle of what is seen.
 */
void
klaster_agreement_timeline_zoom (KlasterAgreementTimeline *self,
                                 double                    factor)
{
  KlasterTimelineView view;
  double left;

  g_return_if_fail (KLASTER_IS_AGREEMENT_TIMELINE (self) && factor > 0);

  view = get_view (self);
  left = klaster_timeline_label_width (&view);
  zoom_at (self, factor, (left + view.width) / 2);
}

/**
 * klaster_agreement_timeline_fit:
 *
 * Shows all years in which an agreement begins or ends.
 */
void
klaster_agreement_timeline_fit (KlasterAgreementTimeline *self)
{
  int first, last;

  g_return_if_fail (KLASTER_IS_AGREEMENT_TIMELINE (self));

  if (self->timeline == NULL)
    return;
  klaster_timeline_get_extent (self->timeline, &first, &last);
  self->first_day = first;
  self->days = CLAMP (last - first, MIN_DAYS, MAX_DAYS);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * klaster_agreement_timeline_move:
 * @rows: how many rows down
 *
 * Selects another row, as far as there are any.
 */
void
klaster_agreement_timeline_move (KlasterAgreementTimeline *self,
                                 int                       rows)
{
  gint row;
  guint n_rows;

  g_return_if_fail (KLASTER_IS_AGREEMENT_TIMELINE (self));

  n_rows = self->timeline ? klaster_timeline_get_n_rows (self->timeline) : 0;
  if (n_rows == 0 || self->selection == NULL)
    return;
  row = get_focus_row (self);
  row = row < 0 ? (rows > 0 ? 0 : (gint) n_rows - 1) : (gint) CLAMP ((gint64) row + rows, 0, (gint64) n_rows - 1);
  klaster_selection_select (self->selection, KLASTER_TABLE_AGREEMENT, klaster_timeline_get_id (self->timeline, (guint) row));
}
