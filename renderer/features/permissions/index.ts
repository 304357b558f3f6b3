export { NotificationField } from './NotificationField';
export { notifyWhenAway } from './notifyWhenAway';
export { PermissionRequests } from './PermissionRequests';
export { followPermissions, usePendingCount } from './permissionsStore';
export { RulesEditor } from './RulesEditor';
